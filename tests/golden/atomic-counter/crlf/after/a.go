package crlf

import (
	"fmt"
	"sync/atomic"
)

type T struct {
	a int
	n atomic.Int64
}

func New() *T {
	t := &T{}
	t.n.Store(2)
	return t
}

func (t *T) hit() {
	n := int(t.n.Add(1))
	fmt.Println(n, n)
}
