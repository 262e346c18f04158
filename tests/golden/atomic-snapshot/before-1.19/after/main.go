package main

import (
	"fmt"
	"sync/atomic"
)

type Config struct {
	Host, Path string
}

func (c Config) URL() string { return c.Host + c.Path }

type Probe func(string) int

type Server struct {
	cfg    atomic.Value
	probe  atomic.Value
	hook   atomic.Value
	table  atomic.Value
	limits atomic.Value
	mode   atomic.Value
}

// loadMode gives the zero value until mode has been stored.
func (s *Server) loadMode() string {
	value, _ := s.mode.Load().(string)
	return value
}

// loadLimits gives the zero value until limits has been stored.
func (s *Server) loadLimits() Limits {
	value, _ := s.limits.Load().(Limits)
	return value
}

type Limits struct{ low, high int }

func New(c *Config) *Server {
	server := &Server{}
	server.mode.Store("new")
	server.cfg.Store(c)
	return server
}

func (s *Server) Reload(c *Config) { s.cfg.Store(c) }

func (s *Server) Unload() { s.cfg.Store((*Config)(nil)) }

func (s *Server) Handle() string {
	cfg, _ := s.cfg.Load().(*Config)
	if cfg == nil {
		return "none"
	}
	return cfg.Host + cfg.Path
}

func (s *Server) URL() string {
	cfg, _ := s.cfg.Load().(*Config)
	return cfg.URL()
}

func (s *Server) SetProbe(p Probe) { s.probe.Store(p) }

func (s *Server) Plain() {
	s.probe.Store(Probe(func(in string) int { return len(in) }))
}

func (s *Server) Probe() Probe {
	p, _ := s.probe.Load().(Probe)
	return p
}

func (s *Server) RemoveProbe() { s.probe.Store(Probe(nil)) }

func (s *Server) OnChange(f func()) { s.hook.Store(f) }

func (s *Server) Change() {
	hook, _ := s.hook.Load().(func())
	if hook != nil {
		hook()
	}
}

func (s *Server) Lookup(name string) (int, bool) {
	currentTable, _ := s.table.Load().(map[string]int)
	n, ok := currentTable[name]
	return n, ok
}

func (s *Server) Fill(name string) {
	s.table.Store(map[string]int{name: 1})
}

func (s *Server) Within(n int) bool {
	limits, _ := s.limits.Load().(Limits)
	return n > limits.low && n < limits.high
}

func (s *Server) SetHigh(high int) {
	limits := s.loadLimits()
	limits.low = 1
	limits.high = high
	s.limits.Store(limits)
}

func (s *Server) Fail() { s.mode.Store("failed") }

func (s *Server) Mode(loud bool) string {
	switch {
	case loud:
		return s.loadMode() + "!"
	case s.loadMode() == "":
		return "none"
	}
	return s.loadMode()
}

var table atomic.Value

func use(name string) int {
	currentTable, _ := table.Load().(map[string]int)
	return currentTable[name]
}

func replace(next map[string]int) { table.Store(next) }

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
