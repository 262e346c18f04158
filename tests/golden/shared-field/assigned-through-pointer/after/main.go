package main

import (
	"fmt"
	"sync"
)

type outcome struct {
	status, tries int
}

type Sender struct {
	mu   sync.RWMutex // guards last
	last *outcome
}

func (s *Sender) Send(post func() (int, error)) error {
	var err error
	s.mu.RLock()
	last := s.last
	s.mu.RUnlock()
	last.status, err = post()
	return err
}

func (s *Sender) Again(next func() *outcome) {
	outcomeEntry := next()
	s.mu.Lock()
	s.last = outcomeEntry
	s.last.tries++
	s.mu.Unlock()
}

func main() {
	s := &Sender{last: &outcome{}}
	if err := s.Send(func() (int, error) { return 200, nil }); err != nil {
		panic(err)
	}
	s.mu.RLock()
	status := s.last.status
	s.mu.RUnlock()
	s.Again(func() *outcome { return &outcome{status: status} })
	s.mu.RLock()
	statusNow := s.last.status
	tries := s.last.tries
	s.mu.RUnlock()
	fmt.Println(statusNow, tries)
}
