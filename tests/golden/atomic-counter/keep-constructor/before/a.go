package constructor

import "sync/atomic"

type Pool struct {
	free int64
}

func New(free int64) *Pool {
	p := &Pool{}
	p.free = free
	return p
}

func (p *Pool) Take() bool { return atomic.AddInt64(&p.free, -1) >= 0 }

func (p *Pool) Free() int64 { return atomic.LoadInt64(&p.free) }
