package main

import (
	"fmt"
	"sync"
)

var closed int

type Conn struct{ open bool }

func (c *Conn) Close() { closed++ }

type Pool struct {
	mu    sync.Mutex
	conns map[string]*Conn
}

func (p *Pool) Set(k string) {
	p.mu.Lock()
	old := p.conns[k]
	p.conns[k] = &Conn{}
	p.mu.Unlock()
	if old != nil {
		old.Close()
	}
}

func (p *Pool) CloseAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, c := range p.conns {
		c.Close()
		delete(p.conns, k)
	}
}

func main() {
	p := &Pool{conns: make(map[string]*Conn)}
	p.Set("a")
	p.Set("a")
	fmt.Println(closed)
}
