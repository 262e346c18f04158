package pool

import (
	"net"
	"sync"
)

type Pool struct {
	mu    sync.Mutex
	conns map[string]net.Conn
}

func New() *Pool { return &Pool{conns: make(map[string]net.Conn)} }

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
