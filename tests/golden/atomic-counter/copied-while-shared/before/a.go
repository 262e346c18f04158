package a

type stats struct {
	in, out uint64
}

type conn struct{ stats }

func (c *conn) receive(n int) { c.in += uint64(n) }

func Sum(conns []*conn, jobs []func()) stats {
	total := stats{}
	for _, job := range jobs {
		go func() {
			job()
			total.in++
		}()
	}
	return total
}
