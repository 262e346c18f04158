package pool

import "sync"

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct {
	mu    sync.Mutex
	conns map[string]*Conn
}

func (p *Pool) Set(k string, c *Conn) error {
	p.mu.Lock()
	old := p.conns[k]
	p.conns[k] = c // replaced
	p.mu.Unlock()
	if old != nil && old != c {
		return old.Close()
	}
	return nil
}

func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, c := range p.conns {
		c.Close()
		delete(p.conns, k)
	}
}
