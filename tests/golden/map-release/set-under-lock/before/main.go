package main

import (
	"fmt"
	"sync"
)

type Conn struct{ closed bool }

func (c *Conn) Close() error {
	c.closed = true
	return nil
}

type Pool struct {
	mu    sync.Mutex
	conns map[string]*Conn
}

func (p *Pool) Set(k string, c *Conn) error {
	p.mu.Lock()
	p.conns[k] = c
	p.mu.Unlock()
	return nil
}

func (p *Pool) Close() error {
	p.mu.Lock()
	conns := p.conns
	p.conns = nil
	p.mu.Unlock()
	for _, c := range conns {
		c.Close()
	}
	return nil
}

func main() {
	p := &Pool{conns: make(map[string]*Conn)}
	one, two := &Conn{}, &Conn{}
	p.Set("a", one)
	p.Set("a", one)
	fmt.Println(one.closed, 0)
	p.Set("a", two)
	fmt.Println(one.closed, len(p.conns))
}
