package stats

import (
	"maps"
	"slices"
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
	return maps.Clone(s.hits)
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
	list := slices.Clone(names)
	mu.Unlock()
	return list, nil
}
