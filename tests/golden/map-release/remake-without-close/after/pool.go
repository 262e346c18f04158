package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ conns map[string]*Conn }

func New() *Pool { return &Pool{conns: make(map[string]*Conn)} }

func (p *Pool) Reset() {
	for _, each := range p.conns {
		_ = each.Close()
	}
	p.conns = make(map[string]*Conn)
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
