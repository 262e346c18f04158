package golden

import "sync"

type Store struct {
	mu    sync.RWMutex // guards items
	items map[string]int
}

func New() *Store {
	s := &Store{items: map[string]int{}}
	s.put("first", 1)
	return s
}

func (s *Store) Add(k string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.has(k) {
		return false
	}
	s.put(k, 1)
	return true
}

func (s *Store) has(k string) bool {
	_, ok := s.items[k]
	return ok
}

func (s *Store) put(k string, v int) {
	s.items[k] = v
}

func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.items)
}
