package main

import "bytes"

type Pool struct {
	free chan *bytes.Buffer
}

func NewPool(n int) *Pool {
	p := &Pool{free: make(chan *bytes.Buffer, n)}
	for i := 0; i < n; i++ {
		p.free <- new(bytes.Buffer)
	}
	return p
}

func (p *Pool) Get() *bytes.Buffer {
	select {
	case x := <-p.free:
		return x
	default:
		return new(bytes.Buffer)
	}
}

func (p *Pool) Put(b *bytes.Buffer) {
	b.Reset()
	select {
	case p.free <- b:
	default: // full: let it go
	}
}
