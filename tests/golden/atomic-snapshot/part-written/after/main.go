package main

import (
	"fmt"
	"sync/atomic"
)

type Config struct {
	Host  string
	Limit int
}

type Plain struct{ n int }

type Server struct {
	cfg atomic.Pointer[Config]
	val atomic.Pointer[Plain]
}

func (s *Server) update(c *Config, host string) {
	if c != nil {
		s.cfg.Store(c)
	}
	cfg := *s.cfg.Load()
	cfg.Host = host
	cfg.Limit++ // one more
	s.cfg.Store(&cfg)
	val := *s.val.Load()
	val.n = 1
	s.val.Store(&val)
}

func main() {
	s := &Server{}
	s.val.Store(new(Plain))
	s.cfg.Store(&Config{Host: "a", Limit: 1})
	done := make(chan bool)
	go func() {
		s.update(nil, "b")
		close(done)
	}()
	<-done
	cfg := s.cfg.Load()
	fmt.Println(cfg.Host, cfg.Limit, s.val.Load().n)
}
