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
	defer p.mu.Unlock()
	p.conns[k] = &Conn{}
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
