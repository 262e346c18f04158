package pending

import (
	"sync"
	"sync/atomic"
)

type pending struct {
	mu      sync.Mutex
	request request
}

type request struct {
	last uint64 // first, for 64-bit alignment on 32-bit platforms
	name string
}

func (r *request) flush(now uint64) { atomic.StoreUint64(&r.last, now) }

func (p *pending) age(now uint64) uint64 { return now - atomic.LoadUint64(&p.request.last) }
