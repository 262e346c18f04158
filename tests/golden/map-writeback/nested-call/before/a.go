package golden

type C struct{ n int }

func (c *C) Inc() int {
	c.n++
	return c.n
}

func f(m map[string]C, ok bool) int {
	if ok && m["a"].Inc() > 3 {
		return 1
	}
	return 2 + m["a"].Inc()
}
