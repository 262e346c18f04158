package writers

type Config struct{ Host, Path string }

type Server struct{ cfg *Config }

func (s *Server) SetHost(h string) { s.cfg.Host = h }

func (s *Server) SetPath(p string) { s.cfg.Path = p }

func (s *Server) Reload(c *Config) { s.cfg = c }
