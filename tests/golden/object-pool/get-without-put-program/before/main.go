package main

import "fmt"

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

func work(p *blockPool, s string) int {
	b := p.Get()
	b.n = copy(b.data[:], s)
	return b.n
}

func main() {
	p := newBlockPool(2)
	n := 0
	for range 3 {
		n += work(p, "text")
	}
	fmt.Println(n)
}
