package a

import (
	"context"
	"os"
)

type filePool struct{ free chan *os.File }

func (p *filePool) get() *os.File {
	select {
	case f := <-p.free:
		return f
	default:
		return os.Stdout
	}
}

type job struct {
	ctx  context.Context
	data [512]byte
}

type jobPool struct{ free chan *job }

func (p *jobPool) get() *job {
	select {
	case j := <-p.free:
		return j
	default:
		return &job{}
	}
}

type item struct{ data [512]byte }

type boundPool struct{ free chan *item }

func (p *boundPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

type closedPool struct{ free chan *item }

func (p *closedPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

func (p *closedPool) close() {
	close(p.free)
	for it := range p.free {
		it.data[0] = 0
	}
}

type seenPool struct{ free chan *item }

func (p *seenPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

func (p *seenPool) idle() int { return len(p.free) }

type slicePool struct{ free chan []byte }

func (p *slicePool) get() []byte {
	select {
	case b := <-p.free:
		return b
	default:
		return make([]byte, 512)
	}
}

type unknownPool struct{ free chan *item }

func (p *unknownPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return nil
	}
}

type handedPool struct{ free chan *item }

func (p *handedPool) get() *item {
	select {
	case it := <-p.free:
		return it
	default:
		return &item{}
	}
}

func (p *handedPool) channel() <-chan *item { return p.free }
