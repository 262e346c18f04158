package promoted

import "sync/atomic"

type base struct{ hits atomic.Int64 }

type Server struct {
	*base
	name string
}

type Cache[K comparable, V any] struct {
	m      map[K]V
	misses atomic.Int64
}

func (s *Server) Hit() int64 {
	return s.hits.Add(1)
}

func (c *Cache[K, V]) Get(k K) (V, bool) {
	v, ok := c.m[k]
	if !ok {
		c.misses.Add(1)
	}
	return v, ok
}

func New() (*Server, *Cache[string, int]) {
	return &Server{base: &base{}, name: "a"}, &Cache[string, int]{m: map[string]int{}}
}

func misses(c *Cache[string, int]) int { return int(c.misses.Load()) }
