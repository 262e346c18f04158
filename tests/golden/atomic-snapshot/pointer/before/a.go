package server

// Config is not written to once it is in use.
type Config struct {
	Host, Path string
	Limit      int
}

// Server serves.
type Server struct {
	name string
	cfg  *Config // replaced by Reload
}

// New makes a server.
func New(c *Config) *Server {
	return &Server{name: "a", cfg: c}
}

// Handle reads two fields of one configuration.
func (s *Server) Handle() string {
	return s.cfg.Host + s.cfg.Path
}

// Limit reads one.
func (s *Server) Limit() int { return s.cfg.Limit }

// Reload replaces the configuration.
func (s *Server) Reload(c *Config) { s.cfg = c }

func (s *Server) kept() string {
	c := s.cfg
	if c == nil {
		return ""
	}
	if c.Limit > 0 {
		return s.cfg.Path
	}
	return c.Host
}

func (s *Server) each(requests <-chan int) {
	for range requests {
		if s.cfg != nil && s.cfg.Limit > 0 {
			println(s.cfg.Host)
		}
	}
}

func (s *Server) hosts(names []string) (found []string) {
	for _, name := range names {
		if s.cfg.Host == name || s.cfg.Path == name {
			found = append(found, name+s.cfg.Path)
		}
	}
	return found
}

func (s *Server) apart(ready <-chan bool) (string, string) {
	first := s.cfg.Host
	<-ready
	return first, s.cfg.Host
}

func safe(s *Server) bool {
	return s != nil && s.cfg != nil
}

func (s *Server) stop() { s.cfg = nil }
