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
	oldConn := p.conns[old]
	p.conns[old] = c
	p.mu.Unlock()
	if oldConn != nil && oldConn != c {
		_ = oldConn.Close()
	}
}

func (p *pool) drop(name string) {
	p.mu.Lock()
	old := p.conns[name]
	delete(p.conns, name)
	p.mu.Unlock()
	if old != nil {
		_ = old.Close()
	}
}

func (p *pool) reset() {
	p.mu.Lock()
	old := p.conns
	p.conns = make(map[string]*conn)
	p.mu.Unlock()
	for _, each := range old {
		_ = each.Close()
	}
}

func (p *pool) add(name string) (*conn, error) {
	c := &conn{name}
	p.mu.Lock()
	if name == "" {
		p.mu.Unlock()
		return nil, c.Close()
	}
	old := p.conns[name]
	p.conns[name] = c
	p.mu.Unlock()
	if old != nil {
		if err := old.Close(); err != nil {
			return nil, err
		}
	}
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
