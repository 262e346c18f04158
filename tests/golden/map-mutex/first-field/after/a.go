package golden

import "sync"

type Set struct {
	mu  sync.RWMutex    // guards has
	has map[string]bool // by name
	n   int
}

func New() *Set { return &Set{has: map[string]bool{}} }

func (s *Set) Add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.has[k] = true
}

func (s *Set) Has(k string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.has[k]
}
