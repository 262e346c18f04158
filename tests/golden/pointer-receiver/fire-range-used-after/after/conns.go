package conns

type conn struct{ closed bool }

func (c *conn) shut() { c.closed = true }

func shutAll(cs []conn) (out []conn) {
	for _, c := range cs {
		c.shut()
		out = append(out, c)
	}
	return out
}
