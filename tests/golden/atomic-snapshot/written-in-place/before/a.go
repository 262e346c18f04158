package inplace

type Config struct{ Host string }

func (c *Config) Set(h string) { c.Host = h }

type Server struct {
	cfg  *Config
	tab  map[string]int
	list []int
}

func (s *Server) Reload(c *Config) {
	s.cfg = c
	tab := map[string]int{}
	s.tab = tab
	tab["a"] = 1
	s.list = []int{1}
}

func (s *Server) Host() string {
	list := s.list
	list[0] = 2
	s.cfg.Set("b")
	return s.cfg.Host
}
