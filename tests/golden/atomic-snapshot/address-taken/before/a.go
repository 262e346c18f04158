package address

type Config struct{ Host string }

type Server struct{ cfg *Config }

func load(p **Config) { *p = &Config{} }

func (s *Server) Reload() {
	load(&s.cfg)
	s.cfg = nil
}
