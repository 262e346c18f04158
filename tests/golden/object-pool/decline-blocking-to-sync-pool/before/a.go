package a

type item struct{ data [512]byte }

type itemPool struct{ free chan *item }

func newItemPool(n int) *itemPool {
	p := &itemPool{free: make(chan *item, n)}
	for range n {
		p.free <- &item{}
	}
	return p
}

func (p *itemPool) get() *item   { return <-p.free }
func (p *itemPool) put(it *item) { p.free <- it }

func use(p *itemPool) byte {
	it := p.get()
	defer p.put(it)
	return it.data[0]
}
