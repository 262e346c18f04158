package t

import "sync"

type store struct {
	mu    sync.RWMutex
	cache sync.Mutex
	items map[string]int
}

func newStore() *store {
	s := &store{items: make(map[string]int)}
	s.mu.RLock()
	s.items["first"] = 1
	s.mu.RUnlock()
	return s
}

func (s *store) Set(key string, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[key] = value
}

func (s *store) Get(key string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.items[key]
}

func (s *store) Fill(key string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.cache.Lock()
	defer s.cache.Unlock()
	s.items[key] = 1
}

type shard struct {
	mu   sync.Mutex
	seen map[string]bool
}

type shards struct {
	mu  sync.RWMutex
	all map[string]*shard
}

func (s *shards) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[name] = &shard{seen: make(map[string]bool)}
}

func (s *shards) See(name, key string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if found := s.all[name]; found != nil {
		found.mu.Lock()
		found.seen[key] = true
		found.mu.Unlock()
	}
}
