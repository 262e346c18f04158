package unkeyed

import "sync/atomic"

type T struct {
	name string
	n    atomic.Int64
}

func New(n int) *T {
	t := &T{name: "a"}
	t.n.Store(int64(n))
	return t
}

func zero() *T {
	t := &T{
		name: "zero",
	}
	return t
}

func (t *T) hit() { t.n.Add(1) }
