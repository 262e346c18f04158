package a

import "bytes"

// Pool keeps buffers.
type Pool struct {
	name string
	free chan *bytes.Buffer // spare ones
}

func NewPool(n int) *Pool {
	return &Pool{name: "buffers", free: make(chan *bytes.Buffer, n)}
}

// Get gives an empty buffer.
func (p *Pool) Get() *bytes.Buffer {
	select {
	case b := <-p.free:
		return b
	default:
		return new(bytes.Buffer)
	}
}

// Put takes a buffer back.
func (p *Pool) Put(b *bytes.Buffer) {
	b.Reset()
	select {
	case p.free <- b:
	default: // full: let it go
	}
}
