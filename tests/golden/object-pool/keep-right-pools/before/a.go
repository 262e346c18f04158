package main

import (
	"bytes"
	"context"
	"net"
)

type Pool struct{ free chan *bytes.Buffer }

func NewPool() *Pool { return &Pool{free: make(chan *bytes.Buffer, 16)} }

func (p *Pool) Get() *bytes.Buffer {
	select {
	case b := <-p.free:
		return b
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

type callerResets struct{ freeList chan *bytes.Buffer }

func (p *callerResets) Get() *bytes.Buffer {
	select {
	case b := <-p.freeList:
		return b
	default:
		return new(bytes.Buffer)
	}
}

func (p *callerResets) Put(b *bytes.Buffer) {
	select {
	case p.freeList <- b:
	default:
	}
}

func useResets(p *callerResets) string {
	b := p.Get()
	b.Reset()
	b.WriteString("text")
	defer p.Put(b)
	return b.String()
}

type connPool struct{ free chan net.Conn }

func (p *connPool) Get() net.Conn  { return <-p.free }
func (p *connPool) Put(c net.Conn) { p.free <- c }

func useConn(p *connPool) error {
	c := p.Get()
	defer p.Put(c)
	return c.SetDeadline(deadline)
}

type token struct{}

type workerPool struct{ free chan *token }

func (p *workerPool) acquire(ctx context.Context) *token {
	select {
	case t := <-p.free:
		return t
	case <-ctx.Done():
		return nil
	}
}

func (p *workerPool) release(t *token) { p.free <- t }

func useWorker(ctx context.Context, p *workerPool) {
	t := p.acquire(ctx)
	defer p.release(t)
}

type queue struct{ items chan *bytes.Buffer }

func (q *queue) next() *bytes.Buffer { return <-q.items }
func (q *queue) add(b *bytes.Buffer) { q.items <- b }

type idle struct{ freed chan struct{} }

func (i *idle) wait() struct{} { return <-i.freed }

func main() {}
