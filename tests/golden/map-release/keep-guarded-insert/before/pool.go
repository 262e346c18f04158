package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

func dial(k string) *Conn { return &Conn{} }

type Pool struct{ conns map[string]*Conn }

func (p *Pool) Get(k string) {
	if _, ok := p.conns[k]; ok {
		return
	}
	p.conns[k] = dial(k)
}

func (p *Pool) has(k string) bool { return p.conns[k] != nil }

func (p *Pool) Ensure(k string) {
	if !p.has(k) {
		p.conns[k] = dial(k)
	}
}

func (p *Pool) add(k string) {
	p.conns[k] = dial(k)
}

func (p *Pool) Add(k string) {
	if p.has(k) {
		return
	}
	p.add(k)
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
