package main

import "fmt"

type Config struct {
	Host  string
	Limit int
}

type Plain struct{ n int }

type Server struct {
	cfg *Config
	val Plain
}

func (s *Server) update(c *Config, host string) {
	if c != nil {
		s.cfg = c
	}
	s.cfg.Host = host
	s.cfg.Limit++ // one more
	s.val.n = 1
}

func main() {
	s := &Server{cfg: &Config{Host: "a", Limit: 1}}
	done := make(chan bool)
	go func() {
		s.update(nil, "b")
		close(done)
	}()
	<-done
	fmt.Println(s.cfg.Host, s.cfg.Limit, s.val.n)
}
