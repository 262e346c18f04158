package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ conns map[string]*Conn }

func Open(names []string) *Pool {
	p := &Pool{conns: make(map[string]*Conn)}
	for _, name := range names {
		p.conns[name] = &Conn{}
	}
	return p
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
