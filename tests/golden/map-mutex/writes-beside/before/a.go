package golden

import "sync"

type Ring struct {
	mu    sync.RWMutex
	loads map[string]int
	total int
}

func New() *Ring { return &Ring{loads: map[string]int{}} }

func (r *Ring) Add(host string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loads[host]++
	r.total++
}

func (r *Ring) Remove(host string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.loads, host)
}

func (r *Ring) Max() int {
	hosts := len(r.loads) + 1
	if r.total == 0 {
		r.total = 1
	}
	return r.total/hosts + 1
}

func (r *Ring) Size() int {
	return len(r.loads)
}

func (r *Ring) Has(host string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.loads[host] > 0
}
