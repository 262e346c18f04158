package main

type T struct{ X int }

func (t T) Close() error { return nil }

type Pool struct {
	name  string
	items []T
}

func (p *Pool) reset() { p.items = nil }

func reset(p *Pool) { p.items = nil }

func shorten(items *[]T) { *items = (*items)[:1] }

func (p *Pool) method() {
	for _, v := range p.items {
		v.X = 1
		p.reset()
	}
}

func (p *Pool) argument() {
	for _, v := range p.items {
		v.X = 1
		reset(p)
	}
}

func address(p Pool) {
	for _, v := range p.items {
		v.X = 1
		reset(&p)
	}
	for _, v := range p.items {
		v.X = 2
		shorten(&p.items)
	}
}

var items []T

func drop() { items = nil }

func variable() {
	for _, v := range items {
		v.X = 1
		drop()
	}
}

func main() {}
