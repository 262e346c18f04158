package main

import "errors"

type block struct {
	data [1024]byte
	n    int
}

type blockPool struct{ free chan *block }

func newBlockPool(n int) *blockPool {
	p := &blockPool{free: make(chan *block, n)}
	for range n {
		p.free <- &block{}
	}
	return p
}

func (p *blockPool) Get() *block { return <-p.free }

func (p *blockPool) Put(b *block) { p.free <- b }

func work(p *blockPool, s string) (int, error) {
	b := p.Get()
	defer p.Put(b)
	if len(s) > len(b.data) {
		return 0, errors.New("too long")
	}
	b.n = copy(b.data[:], s)
	n := b.n
	return n, nil
}

func main() { _, _ = work(newBlockPool(2), "text") }
