package pool

type Conn struct{ users int }

func (c *Conn) Close() error {
	c.users--
	return nil
}

type Pool struct{ conns map[string]*Conn }

func (p *Pool) Set(k string, c *Conn) {
	p.conns[k] = c
}
