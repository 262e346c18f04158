package golden

import "sync"

type Stats struct {
	mu      sync.Mutex
	name    string
	stopped chan struct{}
}

func (s *Stats) Start(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name = name
	s.stopped = make(chan struct{})
	s.begin()
}

func (s *Stats) begin() {
	go s.worker()
}

func (s *Stats) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	<-s.stopped
	s.name = ""
}

func (s *Stats) worker() {
	step()
	report(s.name)
	close(s.stopped)
}

func step() {}

func report(string) {}
