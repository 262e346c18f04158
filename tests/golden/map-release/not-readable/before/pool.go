package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ conns map[string]*Conn }

func (p *Pool) Set(k string, c *Conn) {
	p.conns[k] = c
}
