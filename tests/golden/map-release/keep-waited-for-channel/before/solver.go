package solver

import (
	"errors"
	"sync"
	"time"
)

type Solver struct {
	mu    sync.Mutex
	chans map[string]chan struct{}
}

// SetPending tells of a challenge, and returns when somebody has closed its channel.
func (s *Solver) SetPending(domain string, tell func(string)) error {
	s.mu.Lock()
	ch := make(chan struct{})
	s.chans[domain] = ch
	s.mu.Unlock()
	tell(domain)
	timer := time.NewTimer(time.Minute)
	defer timer.Stop()
	select {
	case <-timer.C:
		s.mu.Lock()
		s.done(domain)
		s.mu.Unlock()
		return errors.New("timeout")
	case <-ch:
		return nil
	}
}

func (s *Solver) Applied(domains []string) {
	s.mu.Lock()
	for _, domain := range domains {
		s.done(domain)
	}
	s.mu.Unlock()
}

func (s *Solver) done(domain string) {
	if _, ok := s.chans[domain]; ok {
		close(s.chans[domain])
		delete(s.chans, domain)
	}
}
