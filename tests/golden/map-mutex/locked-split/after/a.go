package golden

import "sync"

type Registry struct {
	mu     sync.RWMutex // guards byName
	byName map[string]int
}

func New() *Registry { return &Registry{byName: map[string]int{}} }

// Get returns the number of a name.
func (r *Registry) Get(name string) (n int, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.getLocked(name)
}

// getLocked is Get for callers that hold r.mu.
func (r *Registry) getLocked(name string) (n int, ok bool) {
	n, ok = r.byName[name]
	return n, ok
}

// Register gives a name a number, once.
func (r *Registry) Register(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n, ok := r.getLocked(name); ok {
		return n
	}
	n := len(r.byName) + 1
	r.byName[name] = n
	return n
}
