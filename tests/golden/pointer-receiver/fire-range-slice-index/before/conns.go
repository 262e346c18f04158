package conns

type conn struct {
	closed bool
	id     int
}

func (c conn) shut() { c.closed = true }

func shutAll(cs []conn) (n int) {
	for k, c := range cs {
		n += c.id + k
		c.shut()
	}
	return n
}
