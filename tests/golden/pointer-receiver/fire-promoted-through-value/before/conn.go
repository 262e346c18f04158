package conn

type base struct{ closed bool }

type conn struct {
	base
	id int
}

func (c conn) shut() { c.closed = true }

func open(id int) *conn {
	c := &conn{id: id}
	c.shut()
	return c
}
