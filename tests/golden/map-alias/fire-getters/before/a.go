package stats

import (
	"sort"
	"sync"
)

type Stats struct {
	sync.RWMutex
	hits map[string]int
}

func (s *Stats) Inc(api string) {
	s.Lock()
	defer s.Unlock()
	if s.hits == nil {
		s.hits = make(map[string]int)
	}
	s.hits[api]++
}

// Load returns the recorded stats.
func (s *Stats) Load() map[string]int {
	s.RLock()
	defer s.RUnlock()
	return s.hits
}

var (
	mu    sync.Mutex
	names = []string{"b", "a"}
)

func Sort() {
	mu.Lock()
	sort.Strings(names)
	names[0] = "c"
	mu.Unlock()
}

func Names() ([]string, error) {
	mu.Lock()
	list := names
	mu.Unlock()
	return list, nil
}
