package racelog

import "sync/atomic"

type Config struct{ Host string }

type Server struct{ cfg atomic.Pointer[Config] }

func (s *Server) Reload(c *Config) {
	s.cfg.Store(c)
}

func (s *Server) Host() string {
	return s.cfg.Load().Host
}
