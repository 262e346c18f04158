package conns

type conn struct{ closed bool }

func (c *conn) shut() { c.closed = true }

func shutAll(cs map[string]conn) {
	for k, c := range cs {
		c.shut()
		cs[k] = c
	}
}
