package pool

import "io"

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ conns map[string]*Conn }

func (p *Pool) Swap(k string, c *Conn) *Conn {
	old := p.conns[k]
	p.conns[k] = c
	return old
}

func finish(c io.Closer) { c.Close() }

func (p *Pool) Replace(k string, c *Conn) {
	finish(p.conns[k])
	p.conns[k] = c
}

func (p *Pool) Remove(k string) *Conn {
	defer delete(p.conns, k)
	return p.conns[k]
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
