package a

type Stats struct {
	in, out uint64
}

type conn struct {
	Stats
	name string
}

func (c *conn) receive(n int) { c.in += uint64(n) }

// Snapshot gives a copy that nobody else has.
func (c *conn) Snapshot() Stats {
	stats := Stats{
		in:  c.in,
		out: c.out,
	}
	return stats
}
