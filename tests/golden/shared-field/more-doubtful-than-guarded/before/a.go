package golden

import (
	"fmt"
	"sync"
)

type Server struct {
	mu      sync.Mutex
	name    string
	running bool
	quit    chan struct{}
}

// Start sets the name, and then starts what uses it.
func (s *Server) Start(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		return fmt.Errorf("%s runs already", s.name)
	}
	s.running = true
	s.name = name
	s.quit = make(chan struct{})
	go s.run()
	return nil
}

func (s *Server) run() {
	<-s.quit
	fmt.Println("stopping", s.name)
	fmt.Println("still stopping", s.name)
	fmt.Println("stopped", s.name)
}

// Name tells the name.
func (s *Server) Name() string {
	return s.name
}
