package golden

import "sync"

type Stats struct {
	mu sync.RWMutex // guards n
	n  map[string]int
}

func New() *Stats { return &Stats{n: map[string]int{}} }

func (s *Stats) Hook() func(string) { return s.hit }

func (s *Stats) hit(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
}

func (s *Stats) Total() int {
	sum := 0
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, n := range s.n {
		sum += n
	}
	return sum
}
