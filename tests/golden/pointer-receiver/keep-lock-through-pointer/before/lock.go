package lock

import "sync"

type rec struct {
	mu *sync.Mutex
	m  map[string]int
}

type owner struct {
	*sync.RWMutex
	m map[string]int
}

func (r rec) set(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.m[k]++
}

func (o owner) get(k string) int {
	o.RLock()
	defer o.RUnlock()
	return o.m[k]
}
