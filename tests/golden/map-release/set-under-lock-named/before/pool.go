package pool

import "sync"

type conn struct{ name string }

func (c *conn) Close() error { return nil }

type pool struct {
	mu    sync.Mutex
	conns map[string]*conn
}

func (p *pool) set(old string, c *conn) {
	p.mu.Lock()
	p.conns[old] = c
	p.mu.Unlock()
}

func (p *pool) drop(name string) { p.mu.Lock(); delete(p.conns, name); p.mu.Unlock() }

func (p *pool) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.conns)
}

func (p *pool) add(name string) (*conn, error) {
	c := &conn{name}
	p.mu.Lock()
	if name == "" {
		p.mu.Unlock()
		return nil, c.Close()
	}
	p.conns[name] = c
	p.mu.Unlock()
	return nil, nil
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, c := range p.conns {
		c.Close()
		delete(p.conns, name)
	}
}
