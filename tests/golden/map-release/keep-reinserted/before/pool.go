package pool

type Conn struct{ uses int }

func (c *Conn) Close() error { return nil }

type Pool struct{ idle, busy map[string]*Conn }

func (p *Pool) Use(k string) {
	c := p.idle[k]
	c.uses++
	p.idle[k] = c
}

func (p *Pool) Take(k string) {
	p.busy[k] = p.idle[k]
	delete(p.idle, k)
}

func (p *Pool) TakeAll() {
	for k, c := range p.idle {
		p.busy[k] = c
	}
	p.idle = nil
}

func (p *Pool) Close() {
	for _, c := range p.idle {
		c.Close()
	}
	for _, c := range p.busy {
		c.Close()
	}
	p.idle, p.busy = nil, nil
}
