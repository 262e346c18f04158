package golden

import "sync"

type state struct {
	name  string
	peers map[string]int
}

type Site struct {
	mu    sync.RWMutex
	state state
}

func New() *Site { return &Site{state: state{peers: map[string]int{}}} }

func (s *Site) Rename(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.name = name
}

func (s *Site) Add(peer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.peers[peer]++
}

func (s *Site) Weight(peer string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.peers[peer]
}

func (s *Site) Name() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.state.name
}

func (s *Site) Put(peer string, weight int) {
	if s.state.name != peer {
		s.state.peers[peer] = weight
	}
}
