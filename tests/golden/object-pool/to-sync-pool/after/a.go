package a

import (
	"bytes"
	"sync"
)

// Pool keeps buffers.
type Pool struct {
	name string
	free sync.Pool // spare ones
}

func NewPool(n int) *Pool {
	return &Pool{name: "buffers", free: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
}

// Get gives an empty buffer.
func (p *Pool) Get() *bytes.Buffer {
	return p.free.Get().(*bytes.Buffer)
}

// Put takes a buffer back.
func (p *Pool) Put(b *bytes.Buffer) {
	b.Reset()
	if b.Cap() <= 64<<10 { // larger ones are not kept
		p.free.Put(b)
	}
}
