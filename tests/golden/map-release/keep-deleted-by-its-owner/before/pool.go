package pool

import "sync"

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct {
	mu    sync.Mutex
	conns map[string]*Conn
}

func (p *Pool) forget(k string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, k)
}

func (p *Pool) Serve(k string, c *Conn) {
	defer func() {
		c.Close()
		p.forget(k)
	}()
	p.Remove(k, c)
}

func (p *Pool) Remove(k string, c *Conn) {
	delete(p.conns, k)
}

func (p *Pool) CloseAll() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
