package t

import "unsafe"

var raw = map[string]int{}

func PutRaw(key string) { raw[key] = int(unsafe.Sizeof(key)) }
