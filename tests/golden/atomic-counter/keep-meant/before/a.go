package golden

import "sync/atomic"

type Tickets struct {
	next uint64
}

func (t *Tickets) Take() uint64 {
	return atomic.AddUint64(&t.next, 1)
}

// Rewind starts from zero again. It is not thread-safe: call it before the doors open.
func (t *Tickets) Rewind() {
	t.next = 0
}
