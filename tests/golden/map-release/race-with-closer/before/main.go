package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

var closed atomic.Int64

type Conn struct{ open bool }

func (c *Conn) Close() error {
	closed.Add(1)
	return nil
}

type Pool struct {
	mu    sync.RWMutex
	conns map[string]*Conn
}

func (p *Pool) Set(k string, c *Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[k] = c
}

func (p *Pool) Drop(k string) {
	p.mu.Lock()
	c := p.conns[k]
	delete(p.conns, k)
	p.mu.Unlock()
	if c != nil {
		c.Close()
	}
}

func main() {
	p := &Pool{conns: make(map[string]*Conn)}
	var wg sync.WaitGroup
	for range 100 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			p.Set("a", &Conn{})
		}()
	}
	wg.Wait()
	fmt.Println(closed.Load())
}
