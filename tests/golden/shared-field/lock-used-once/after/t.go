package t

import "sync"

type ref struct {
	mu     sync.RWMutex
	status string
}

func (r *ref) update(status string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *ref) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = ""
}

func (r *ref) get() string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.status
}
