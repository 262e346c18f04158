package golden

import "sync"

type Store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *Store) Add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.items == nil {
		s.items = make(map[string]int)
	}
	s.items[k]++
}

func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}
