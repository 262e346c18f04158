package copied

type Config struct{ Host string }

type Server struct{ cfg *Config }

func (s *Server) Reload(c *Config) { s.cfg = c }

func (s Server) Host() string { return s.cfg.Host }
