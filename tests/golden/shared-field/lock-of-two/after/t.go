package t

import "sync"

type ref struct {
	one, two sync.Mutex
	status   string
}

func (r *ref) update(status string) {
	r.one.Lock()
	defer r.one.Unlock()
	r.status = status
}

func (r *ref) reset() {
	r.one.Lock()
	defer r.one.Unlock()
	r.status = ""
}

func (r *ref) get() string {
	r.two.Lock()
	defer r.two.Unlock()
	r.one.Lock()
	status := r.status
	r.one.Unlock()
	return status
}

type pair struct {
	one, two sync.Mutex

	mu     sync.RWMutex // guards status
	status string
}

func (p *pair) update(status string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status = status
}

func (p *pair) first() string {
	p.one.Lock()
	defer p.one.Unlock()
	p.mu.RLock()
	status := p.status
	p.mu.RUnlock()
	return status
}

func (p *pair) second() string {
	p.two.Lock()
	defer p.two.Unlock()
	p.mu.RLock()
	status := p.status
	p.mu.RUnlock()
	return status
}
