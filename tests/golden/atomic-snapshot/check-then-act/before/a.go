package lazy

type Config struct{ Host string }

type Server struct{ cfg *Config }

func (s *Server) config() *Config {
	if s.cfg == nil {
		s.cfg = &Config{Host: "a"}
	}
	return s.cfg
}
