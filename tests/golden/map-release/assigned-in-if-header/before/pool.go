package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

func (c *Conn) ok() bool { return true }

type Pool struct{ conns map[string]*Conn }

func (p *Pool) Set(k string, c *Conn) bool {
	if p.conns[k] = c; c.ok() {
		return true
	}
	return false
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
