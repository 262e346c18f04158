package main

import (
	"errors"
	"fmt"
	"sync"
)

var closed int

type Conn struct{ name string }

func (c *Conn) Close() error {
	closed++
	return nil
}

type Pool struct {
	mu    sync.Mutex
	conns map[string]*Conn
	order []string
}

func (p *Pool) Set(k string, c *Conn) error {
	var old *Conn
	defer func() {
		if old != nil && old != c {
			_ = old.Close()
		}
	}()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.order == nil {
		return errors.New("closed")
	}
	old = p.conns[k]
	p.conns[k] = c
	p.order = append(p.order, c.name)
	if len(p.order) > 10 {
		return errors.New("too many")
	}
	return nil
}

func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}

func main() {
	p := &Pool{conns: make(map[string]*Conn), order: []string{}}
	p.Set("a", &Conn{"a"})
	p.Set("a", &Conn{"a"})
	fmt.Println(closed, p.order[0])
}
