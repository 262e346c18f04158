package api

type Counter struct{ n int }

func (c *Counter) Add(d int) { c.n += d }
