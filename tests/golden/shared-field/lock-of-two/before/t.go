package t

import "sync"

type ref struct {
	one, two sync.Mutex
	status   string
}

func (r *ref) update(status string) {
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
	return r.status
}

type pair struct {
	one, two sync.Mutex
	status   string
}

func (p *pair) update(status string) {
	p.status = status
}

func (p *pair) first() string {
	p.one.Lock()
	defer p.one.Unlock()
	return p.status
}

func (p *pair) second() string {
	p.two.Lock()
	defer p.two.Unlock()
	return p.status
}
