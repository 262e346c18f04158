package pending

import "sync"

type pending struct {
	mu      sync.Mutex
	request request
}

type request struct {
	name string
	last uint64
}

func (r *request) flush(now uint64) { r.last = now }

func (p *pending) age(now uint64) uint64 { return now - p.request.last }
