package t

import "sync"

type Store struct {
	mu    sync.RWMutex
	items map[string]int
}

func NewStore() *Store { return &Store{items: make(map[string]int)} }

func (s *Store) Get(key string) (int, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, ok := s.items[key]
	return value, ok
}

func (s *Store) Set(key string, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[key] = value
}

// Touch makes sure that there is an entry.
func (s *Store) Touch(key string) bool {
	s.mu.RLock()
	if _, ok := s.items[key]; ok {
		s.mu.RUnlock()
		return false
	}
	s.items[key] = 0
	s.mu.RUnlock()
	return true
}

func (s *Store) Forget(key string) {
	s.mu.RLock()
	defer s.mu.RUnlock()

	delete(s.items, key)
}
