package once

type Config struct{ Host string }

type Server struct{ cfg *Config }

func New(c *Config) *Server {
	s := &Server{}
	s.cfg = c
	return s
}

func (s *Server) Host() string { return s.cfg.Host }
