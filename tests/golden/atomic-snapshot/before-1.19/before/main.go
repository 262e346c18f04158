package main

import "fmt"

type Config struct {
	Host, Path string
}

func (c Config) URL() string { return c.Host + c.Path }

type Probe func(string) int

type Server struct {
	cfg    *Config
	probe  Probe
	hook   func()
	table  map[string]int
	limits Limits
	mode   string
}

type Limits struct{ low, high int }

func New(c *Config) *Server {
	return &Server{cfg: c, hook: nil, mode: "new"}
}

func (s *Server) Reload(c *Config) { s.cfg = c }

func (s *Server) Unload() { s.cfg = nil }

func (s *Server) Handle() string {
	if s.cfg == nil {
		return "none"
	}
	return s.cfg.Host + s.cfg.Path
}

func (s *Server) URL() string { return s.cfg.URL() }

func (s *Server) SetProbe(p Probe) { s.probe = p }

func (s *Server) Plain() {
	s.probe = func(in string) int { return len(in) }
}

func (s *Server) Probe() Probe {
	p := s.probe
	return p
}

func (s *Server) RemoveProbe() { s.probe = nil }

func (s *Server) OnChange(f func()) { s.hook = f }

func (s *Server) Change() {
	if s.hook != nil {
		s.hook()
	}
}

func (s *Server) Lookup(name string) (int, bool) {
	n, ok := s.table[name]
	return n, ok
}

func (s *Server) Fill(name string) {
	s.table = map[string]int{name: 1}
}

func (s *Server) Within(n int) bool {
	return n > s.limits.low && n < s.limits.high
}

func (s *Server) SetHigh(high int) {
	s.limits.low = 1
	s.limits.high = high
}

func (s *Server) Fail() { s.mode = "failed" }

func (s *Server) Mode(loud bool) string {
	switch {
	case loud:
		return s.mode + "!"
	case s.mode == "":
		return "none"
	}
	return s.mode
}

var table map[string]int

func use(name string) int { return table[name] }

func replace(next map[string]int) { table = next }

func main() {
	s := New(&Config{"a", "/b"})
	fmt.Println(s.Handle(), s.URL(), s.Mode(true))
	s.Reload(&Config{"d", "/e"})
	fmt.Println(s.Handle())
	s.Unload()
	fmt.Println(s.Handle(), s.Probe() == nil)
	s.SetProbe(func(string) int { return 7 })
	fmt.Println(s.Probe()("x"))
	s.Plain()
	fmt.Println(s.Probe()("x"))
	s.RemoveProbe()
	fmt.Println(s.Probe() == nil)
	s.Change()
	s.OnChange(func() { fmt.Println("changed") })
	s.Change()
	fmt.Println(s.Lookup("x"))
	s.Fill("x")
	fmt.Println(s.Lookup("x"))
	fmt.Println(s.Within(3))
	s.SetHigh(5)
	fmt.Println(s.Within(3))
	s.Fail()
	fmt.Println(s.Mode(false), new(Server).Mode(false))
	fmt.Println(use("y"))
	replace(map[string]int{"y": 2})
	fmt.Println(use("y"))
}
