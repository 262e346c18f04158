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

func (s *Store) Items() map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.items)
}
