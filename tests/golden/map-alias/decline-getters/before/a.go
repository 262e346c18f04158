package shop

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
	lists map[string]map[string]int
}

func (s *store) Items() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.items
}

func (s *store) Add(k, l string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k]++
	s.lists[k][l]++
}

func reset(s *store) {
	items := s.Items()
	delete(items, "a")
}

func (s *store) Lists() map[string]map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lists
}
