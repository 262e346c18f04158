package server

import "sync/atomic"

// Config is not written to once it is in use.
type Config struct {
	Host, Path string
	Limit      int
}

// Server serves.
type Server struct {
	name string
	cfg  atomic.Pointer[Config] // replaced by Reload
}

// New makes a server.
func New(c *Config) *Server {
	server := &Server{name: "a"}
	server.cfg.Store(c)
	return server
}

// Handle reads two fields of one configuration.
func (s *Server) Handle() string {
	cfg := s.cfg.Load()
	return cfg.Host + cfg.Path
}

// Limit reads one.
func (s *Server) Limit() int { return s.cfg.Load().Limit }

// Reload replaces the configuration.
func (s *Server) Reload(c *Config) { s.cfg.Store(c) }

func (s *Server) kept() string {
	c := s.cfg.Load()
	if c == nil {
		return ""
	}
	if c.Limit > 0 {
		return c.Path
	}
	return c.Host
}

func (s *Server) each(requests <-chan int) {
	for range requests {
		cfg := s.cfg.Load()
		if cfg != nil && cfg.Limit > 0 {
			println(cfg.Host)
		}
	}
}

func (s *Server) hosts(names []string) (found []string) {
	for _, name := range names {
		cfg := s.cfg.Load()
		if cfg.Host == name || cfg.Path == name {
			found = append(found, name+cfg.Path)
		}
	}
	return found
}

func (s *Server) apart(ready <-chan bool) (string, string) {
	first := s.cfg.Load().Host
	<-ready
	return first, s.cfg.Load().Host
}

func safe(s *Server) bool {
	return s != nil && s.cfg.Load() != nil
}

func (s *Server) stop() { s.cfg.Store(nil) }
