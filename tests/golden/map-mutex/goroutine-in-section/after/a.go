package golden

import "sync"

type Store struct {
	mu    sync.RWMutex // guards items
	items map[string]int
	done  chan bool
}

func New() *Store { return &Store{items: map[string]int{}, done: make(chan bool, 9)} }

func (s *Store) Expire(k string) {
	s.mu.Lock()
	s.items[k] = 1
	go func() {
		s.mu.Lock()
		delete(s.items, k)
		s.mu.Unlock()
		s.done <- true
	}()
	s.items["last"] = 2
	s.mu.Unlock()
}

func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.items)
}
