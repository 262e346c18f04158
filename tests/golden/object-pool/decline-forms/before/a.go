package a

import "time"

type item struct{ data [512]byte }

type countPool struct {
	free chan *item
	lost int
}

func (p *countPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

func (p *countPool) put(it *item) {
	select {
	case p.free <- it:
	default:
		p.lost++
	}
}

type fillPool struct{ free chan *item }

func newFillPool(n int) *fillPool {
	p := &fillPool{free: make(chan *item, n)}
	for i := range n {
		it := &item{}
		it.data[0] = byte(i)
		p.free <- it
	}
	return p
}

func (p *fillPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

type timePool struct{ free chan *item }

func (p *timePool) get() *item {
	select {
	case it := <-p.free:
		return it
	case <-time.After(time.Second):
		return &item{}
	default:
		return &item{}
	}
}
