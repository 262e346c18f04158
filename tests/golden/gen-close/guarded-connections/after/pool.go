package pool

import (
	"errors"
	"net"
	"sync"
)

type Pool struct {
	mu        sync.Mutex
	conns     map[string]net.Conn
	closeOnce sync.Once
	closeErr  error
}

func New() *Pool { return &Pool{conns: make(map[string]net.Conn)} }

// Close closes what the Pool has opened.
// It may be called more than once.
func (p *Pool) Close() error {
	p.closeOnce.Do(func() {
		var errs []error
		p.mu.Lock()
		conns := p.conns
		p.conns = make(map[string]net.Conn)
		p.mu.Unlock()
		for _, each := range conns {
			errs = append(errs, each.Close())
		}
		p.closeErr = errors.Join(errs...)
	})
	return p.closeErr
}

func (p *Pool) Dial(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.conns[addr]; old != nil {
		old.Close()
	}
	p.conns[addr] = conn
	return nil
}

func (p *Pool) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.conns)
}
