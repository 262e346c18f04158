package embeddedstats

type stats struct {
	hits, misses int
}

// Server counts what it finds.
type Server struct {
	stats
	known map[string]bool
}

func New(names ...string) *Server {
	s := &Server{known: map[string]bool{}}
	for _, name := range names {
		s.known[name] = true
	}
	return s
}

func (s *Server) Find(name string) bool {
	if s.known[name] {
		s.hits++
		return true
	}
	s.misses++
	return false
}

func (s *Server) Report() (hits, misses int) { return s.hits, s.misses }
