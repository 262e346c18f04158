package main

import "io"

type conn struct{ open bool }

func (c conn) Close() error {
	c.open = false
	return nil
}

type pipe struct{ open bool }

func (p pipe) Close() error {
	p.open = false
	return nil
}

type pool[E any] struct{ items []E }

func (p *pool[E]) close() {
	for _, item := range p.items {
		closeAny(item)
	}
}

func closeAny[E any](item E) {
	if closer, ok := any(item).(io.Closer); ok {
		closer.Close()
	}
}

func main() {
	var c conn
	closeAny(c)
	var p pool[pipe]
	p.close()
}
