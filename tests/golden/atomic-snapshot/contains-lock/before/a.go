package lock

import "sync"

type Config struct {
	mu   sync.Mutex
	host string
}

type Server struct{ cfg *Config }

func (s *Server) Reload() { s.cfg = &Config{host: "a"} }

func (s *Server) Host() string {
	s.cfg.mu.Lock()
	defer s.cfg.mu.Unlock()
	return s.cfg.host
}
