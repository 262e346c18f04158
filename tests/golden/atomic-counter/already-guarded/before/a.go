package guarded

import "sync"

type Shard struct {
	mu   sync.RWMutex
	used int64
	max  int64
}

func New(max int64) *Shard {
	s := &Shard{max: max}
	s.used = 0
	return s
}

func (s *Shard) Add(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used += n
	if s.isFullLocked() {
		s.drop(n)
	}
}

func (s *Shard) drop(n int64) {
	s.used -= n
	if s.used < 0 {
		s.used = 0
	}
}

func (s *Shard) isFullLocked() bool { return s.used > s.max }

func (s *Shard) Used() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.used
}
