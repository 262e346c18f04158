package promoted

type base struct{ hits int64 }

type Server struct {
	*base
	name string
}

type Cache[K comparable, V any] struct {
	m      map[K]V
	misses int
}

func (s *Server) Hit() int64 {
	s.hits++
	return s.hits
}

func (c *Cache[K, V]) Get(k K) (V, bool) {
	v, ok := c.m[k]
	if !ok {
		c.misses++
	}
	return v, ok
}

func New() (*Server, *Cache[string, int]) {
	return &Server{base: &base{}, name: "a"}, &Cache[string, int]{m: map[string]int{}}
}

func misses(c *Cache[string, int]) int { return c.misses }
