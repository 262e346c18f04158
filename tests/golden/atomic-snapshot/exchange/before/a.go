package exchange

type Config struct{ Host string }

func (c *Config) Close() {}

type Server struct{ cfg *Config }

func (s *Server) Host() string { return s.cfg.Host }

func (s *Server) Swap(c *Config) {
	old := s.cfg
	s.cfg = c
	old.Close()
}
