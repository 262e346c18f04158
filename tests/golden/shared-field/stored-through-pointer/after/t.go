package t

import "sync"

type status struct{ first, last, checks int }

type ref struct {
	mu     sync.RWMutex // guards status
	status *status
	now    func() int
}

func newRef() *ref { return &ref{now: func() int { return 1 }} }

func (r *ref) update(at int) {
	r.mu.Lock()
	if r.status == nil {
		r.status = &status{}
	}
	r.mu.Unlock()
	r.now()
	r.mu.Lock()
	r.status.first = at
	r.status.last = at
	r.mu.Unlock()
	r.now()
	r.mu.Lock()
	r.status.checks++
	r.mu.Unlock()
}

func (r *ref) checks() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.status == nil {
		return 0
	}
	return r.status.checks
}
