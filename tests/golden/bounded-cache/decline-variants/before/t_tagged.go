//go:build extra

package t

var linuxOnly = map[string]int{}

func PutLinux(key string, n int) { linuxOnly[key] = n }
