package alignment

import "sync/atomic"

type T struct {
	ok bool
	n  int64
}

func (t *T) hit() { atomic.AddInt64(&t.n, 1) }

func (t *T) hits() int64 { return t.n }
