package main

import (
	"fmt"
	"maps"
)

type store struct{ m map[string]int }

func newStore(m map[string]int) *store { return &store{m: maps.Clone(m)} }

func (s *store) set(m map[string]int) {
	s.m = maps.Clone(m)
	s.m["set"] = 1
	delete(s.m, "set")
}

func (s *store) all() map[string]int { return maps.Clone(s.m) }

func (s *store) size() int {
	m := s.m
	return len(m)
}

var limits = map[string]int{"a": 1}

func current() map[string]int { return maps.Clone(limits) }

type addresses struct {
	byID   map[string]int
	policy bool
}

// clone returns a copy of a that has maps and slices of its own.
func (a addresses) clone() addresses {
	a.byID = maps.Clone(a.byID)
	return a
}

type publisher struct {
	set       addresses
	listeners []func(addresses)
}

func (p *publisher) publish() {
	p.set.byID["a"] = 1
	for _, listener := range p.listeners {
		listener(p.set.clone())
	}
	if p.set.policy {
		p.listeners = nil
	}
}

func local(m map[string]int) int {
	mine := maps.Clone(m)
	mine["a"] = 2
	return m["a"]
}

func main() {
	given := map[string]int{"a": 1}
	s := newStore(given)
	given["a"] = 9
	s.set(map[string]int{"a": s.m["a"]})
	s.all()["b"] = 9
	fmt.Println("store", s.m)
	current()["a"] = 9
	fmt.Println("limits", limits["a"])
	p := publisher{set: addresses{byID: map[string]int{}}}
	p.listeners = append(p.listeners, func(a addresses) { a.byID["a"]++ })
	p.publish()
	fmt.Println("set", p.set.byID)
	fmt.Println("local", local(map[string]int{"a": 1}))
}
