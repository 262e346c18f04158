package t

import "sync"

// fakeStore stands in for a store in the tests of other packages.
type fakeStore struct {
	mu    sync.Mutex
	cache map[string]int
}

func NewFake() *fakeStore { return &fakeStore{cache: map[string]int{}} }

func (s *fakeStore) Size(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.cache[key]; ok {
		return n
	}
	n := F(len(key))
	s.cache[key] = n
	return n
}
