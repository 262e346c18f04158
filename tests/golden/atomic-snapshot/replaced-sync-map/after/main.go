package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

var (
	interned atomic.Pointer[sync.Map]
	count    atomic.Int64
)

func init() {
	interned.Store(&sync.Map{})
}

func intern(s string) string {
	currentInterned := interned.Load()
	if v, ok := currentInterned.Load(s); ok {
		return v.(string)
	}
	currentInterned.Store(s, s)
	if count.Add(1) > 100 {
		count.Store(0)
		interned.Store(&sync.Map{})
	}
	return s
}

func main() {
	fmt.Println(intern("a"), count.Load())
}
