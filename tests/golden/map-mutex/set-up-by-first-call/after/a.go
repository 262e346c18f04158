package golden

import "sync"

type Sum struct {
	mu    sync.Mutex // guards first, seen, last
	first *int
	seen  map[int]bool
	last  int
}

// Add makes the map with the first number only.
func (s *Sum) Add(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first == nil {
		s.first = &n
		s.seen = make(map[int]bool)
	}
	s.seen[n] = true
	s.last = n
}
