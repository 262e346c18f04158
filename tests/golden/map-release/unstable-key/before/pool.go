package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ conns map[string]*Conn }

func (p *Pool) current() string { return "a" }

func (p *Pool) Set(c *Conn) {
	p.conns[p.current()] = c
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
