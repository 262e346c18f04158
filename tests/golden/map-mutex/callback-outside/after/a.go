package golden

import (
	"maps"
	"sync"
)

type Store struct {
	mu    sync.RWMutex // guards items
	items map[string]int
}

func New() *Store { return &Store{items: map[string]int{}} }

func (s *Store) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k] = v
}

func (s *Store) Each(f func(string, int)) {
	s.mu.RLock()
	snap := maps.Clone(s.items)
	s.mu.RUnlock()
	for k, v := range snap {
		f(k, v)
	}
}
