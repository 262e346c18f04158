package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ conns map[string]*Conn }

func (p *Pool) drop(k string) {
	if c, ok := p.conns[k]; ok {
		c.Close()
		delete(p.conns, k)
	}
}

func (p *Pool) Set(k string, c *Conn) {
	p.drop(k)
	p.conns[k] = c
}
