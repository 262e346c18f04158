package a

type item struct{ data [512]byte }

type itemPool struct{ free chan *item }

func newItemPool(n int) itemPool {
	p := itemPool{free: make(chan *item, n)}
	return p
}

func (p itemPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}
