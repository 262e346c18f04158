package a

import "sync/atomic"

type Stats struct {
	in, out uint64
}

type conn struct {
	Stats
	name string
}

func (c *conn) receive(n int) { atomic.AddUint64(&c.in, uint64(n)) }

// Snapshot gives a copy that nobody else has.
func (c *conn) Snapshot() Stats {
	stats := Stats{
		in:  atomic.LoadUint64(&c.in),
		out: c.out,
	}
	return stats
}
