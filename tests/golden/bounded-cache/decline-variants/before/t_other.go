//go:build !linux

package t

var names = map[string]int{}

func Put(key string, n int) { names[key] = n }
