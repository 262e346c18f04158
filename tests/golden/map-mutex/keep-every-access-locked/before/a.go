package golden

import "sync"

type Store struct {
	mu    sync.RWMutex
	items map[string]int
}

func NewStore() *Store {
	s := &Store{}
	s.items = make(map[string]int)
	return s
}

func (s *Store) Get(k string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.items[k]
}

func (s *Store) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(k, v)
}

func (s *Store) put(k string, v int) { s.items[k] = v }

func (s *Store) Run(ks []string) {
	for _, k := range ks {
		go s.Set(k, 1)
	}
}
