package pool

type conn struct{}

func (c *conn) Close() error { return nil }

var conns = map[string]*conn{}

func Put(k string, c *conn) {
	conns[k] = c
}

func Drop(k string) error {
	c := conns[k]
	delete(conns, k)
	if c == nil {
		return nil
	}
	return c.Close()
}
