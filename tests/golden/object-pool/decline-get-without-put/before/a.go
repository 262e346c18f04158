package main

type block struct{ data [1024]byte }

type keepPool struct{ free chan *block }

func newKeepPool() *keepPool { return &keepPool{free: make(chan *block, 2)} }

func (p *keepPool) Get() *block  { return <-p.free }
func (p *keepPool) Put(b *block) { p.free <- b }

var kept []*block

func keep(p *keepPool) {
	b := p.Get()
	kept = append(kept, b)
}

type loopPool struct{ free chan *block }

func newLoopPool() *loopPool { return &loopPool{free: make(chan *block, 2)} }

func (p *loopPool) Get() *block  { return <-p.free }
func (p *loopPool) Put(b *block) { p.free <- b }

func loop(p *loopPool) {
	for range 3 {
		b := p.Get()
		b.data[0]++
	}
}

type onePool struct{ free chan *block }

func newOnePool() *onePool {
	p := &onePool{free: make(chan *block, 2)}
	p.free <- &block{}
	return p
}

func (p *onePool) Get() *block { return <-p.free }

func one(p *onePool) byte {
	b := p.Get()
	return b.data[0]
}

func main() {
	keep(newKeepPool())
	loop(newLoopPool())
	one(newOnePool())
}
