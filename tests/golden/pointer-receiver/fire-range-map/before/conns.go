package conns

type conn struct{ closed bool }

func (c conn) shut() { c.closed = true }

func shutAll(cs map[string]conn) {
	for _, c := range cs {
		c.shut()
	}
}
