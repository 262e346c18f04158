package golden

import (
	"sync"

	"example.com/elsewhere/record"
)

type Pool struct {
	mu      sync.Mutex
	clients map[string]record.Client
}

func (p *Pool) Get(addr string) (record.Client, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c, ok := p.clients[addr]; ok {
		return c, nil
	}
	c, err := record.Dial(addr)
	if err != nil {
		return nil, err
	}
	p.clients[addr] = c
	return c, nil
}

func New() *Pool { return &Pool{clients: make(map[string]record.Client)} }
