package t

import "sync"

type calling struct {
	mu sync.RWMutex
	n  int
	f  func(int)
}

func (c *calling) Add() {
	c.mu.Lock()
	c.n++
	c.mu.Unlock()
}

func (c *calling) Reset() {
	c.mu.RLock()
	c.n = 0
	c.f(c.n)
	c.mu.RUnlock()
}

type nested struct {
	mu sync.RWMutex
	n  int
}

func (n *nested) Add() {
	n.mu.Lock()
	n.n++
	n.mu.Unlock()
}

func (n *nested) Get() int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.n
}

func (n *nested) Reset() int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	n.n = 0
	return n.Get()
}

type run struct {
	mu sync.RWMutex
	n  int
}

func (r *run) Add() {
	r.mu.Lock()
	r.n++
	r.mu.Unlock()
}

func (r *run) Reset() {
	r.mu.RLock()
	r.n = 0
	r.mu.RUnlock()
}

func (r *run) Both() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	r.Reset()
	return r.n
}

type ended struct {
	mu sync.RWMutex
	n  int
}

func (e *ended) Add() {
	e.mu.Lock()
	e.n++
	e.mu.Unlock()
}

func (e *ended) Reset() {
	e.mu.RLock()
	e.n = 0
	e.done()
}

func (e *ended) done() { e.mu.RUnlock() }

type waiting struct {
	mu sync.RWMutex
	n  int
	ch chan int
}

func (w *waiting) Add() {
	w.mu.Lock()
	w.n++
	w.mu.Unlock()
}

func (w *waiting) Reset() {
	w.mu.RLock()
	w.n = <-w.ch
	w.mu.RUnlock()
}

type branch struct {
	mu sync.RWMutex
	n  int
}

func (b *branch) Add() {
	b.mu.Lock()
	b.n++
	b.mu.Unlock()
}

func (b *branch) Reset(locked bool) {
	if !locked {
		b.mu.RLock()
		b.n = 0
	}
	b.n = 1
	if !locked {
		b.mu.RUnlock()
	}
}
