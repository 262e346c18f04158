package t

import (
	"errors"
	"sync"
)

// state is fetched anew for each round; the goroutines of one round share it.
type state struct {
	mu      sync.Mutex
	sizes   map[string]int
	cached  map[string]int
	enabled bool
}

func (s *state) Size(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.cached[name]; ok {
		return n
	}
	n := weigh(name) + s.sizes[name]
	s.cached[name] = n
	return n
}

func fetchState() (*state, error) {
	s := &state{cached: map[string]int{}}
	s.enabled = true
	if err := check(s); err != nil {
		return nil, err
	}
	return s, nil
}

func check(s *state) error {
	if !s.enabled {
		return errors.New("not enabled")
	}
	return nil
}

func Round(names []string) int {
	s, err := fetchState()
	if err != nil {
		return 0
	}
	n := 0
	for _, name := range names {
		n += s.Size(name)
	}
	return n
}
