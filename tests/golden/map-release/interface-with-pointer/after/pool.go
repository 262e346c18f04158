package pool

import "io"

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ sources map[string]io.Closer }

func (p *Pool) Set(k string, c *Conn) {
	old := p.sources[k]
	p.sources[k] = c
	if old != nil && old != c {
		_ = old.Close()
	}
}

func (p *Pool) Close() {
	for _, s := range p.sources {
		s.Close()
	}
	p.sources = nil
}
