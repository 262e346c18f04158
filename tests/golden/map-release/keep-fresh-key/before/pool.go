package pool

import "math/rand"

type Conn struct{ id int }

func (c *Conn) Close() error { return nil }

func (c *Conn) ID() int { return c.id }

type Pool struct {
	next  int
	conns map[int]*Conn
}

func (p *Pool) Counted(c *Conn) {
	p.next++
	p.conns[p.next] = c
}

func (p *Pool) Drawn(c *Conn) {
	id := rand.Int()
	p.conns[id] = c
}

func (p *Pool) Own(c *Conn) {
	p.conns[c.ID()] = c
	p.conns[c.id] = c
}

func (p *Pool) add(id int, c *Conn) { p.conns[id] = c }

func (p *Pool) Add(c *Conn) { p.add(rand.Int(), c) }

// Mixed reads its key out of locals that are given each other.
func (p *Pool) Mixed(c *Conn) {
	a, b := 1, 2
	for range 3 {
		a, b = b+1, a+rand.Int()
	}
	p.conns[a] = c
}

func (p *Pool) Close() {
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}
