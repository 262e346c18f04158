package t

import "sync"

type status struct{ at int }

type ref struct {
	mu     sync.RWMutex
	status *status
	now    func() int
}

func (r *ref) update() {
	r.mu.RLock()
	defer r.mu.RUnlock()
	r.set(r.now())
}

func (r *ref) set(at int) {
	r.status = &status{at: at}
}

func (r *ref) get() *status {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.status
}
