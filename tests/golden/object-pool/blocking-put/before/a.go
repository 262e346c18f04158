package a

type item struct{ data [512]byte }

type itemPool struct {
	free chan *item
}

func newPool() *itemPool { return &itemPool{free: make(chan *item, 16)} }

func (p *itemPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

func (p *itemPool) put(it *item) {
	*it = item{}
	p.free <- it
}

func use(p *itemPool) byte {
	it := p.get()
	defer p.put(it)
	return it.data[0]
}
