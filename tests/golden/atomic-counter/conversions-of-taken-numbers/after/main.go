package main

import (
	"fmt"
	"sync/atomic"
)

var last atomic.Int64

func twice() int64 {
	id := 2 * int64(last.Add(1)-1)
	return id
}

func plain() int64 {
	id := int64(last.Add(1) - 1)
	return id
}

func main() {
	last.Store(7)
	a, b := twice(), plain()
	fmt.Println(a, b, int(last.Load()))
}
