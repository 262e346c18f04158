package main

import (
	"fmt"
	"sync/atomic"
)

const two = 2

type T struct {
	small   atomic.Uint32
	wide    atomic.Uint64
	word    atomic.Uint64
	address atomic.Uintptr
}

func (t *T) change(d uint) {
	t.small.Add(^uint32(0))
	t.small.Add(^uint32(1))
	t.wide.Add(^uint64(two - 1))
	t.wide.Add(^uint64(0))
	t.word.Add(uint64(d))
	t.word.Add(-uint64(d))
	t.address.Add(12)
}

func main() {
	t := &T{}
	t.change(4)
	fmt.Println(uint8(t.small.Load()), t.wide.Load(), uint(t.word.Load()), t.address.Load())
}
