package api

type Counter struct{ n int }

func (c *Counter) add(d int) { c.n += d }
