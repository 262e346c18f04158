package pool

type Conn struct{ users int }

func (c *Conn) Close() error { return nil }

func (c *Conn) Release() {
	c.users--
	if c.users == 0 {
		c.Close()
	}
}

type Pool struct{ conns map[string]*Conn }

func (p *Pool) Set(k string, c *Conn) {
	c.users++
	p.conns[k] = c
}

func (p *Pool) Put(k string) {
	p.conns[k].Release()
}
