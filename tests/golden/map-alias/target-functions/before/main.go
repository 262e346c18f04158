package main

import "fmt"

type config struct {
	rebates map[string]int
	sizes   []int
}

// seasonal returns the rebates with those of a season on top.
func (c *config) seasonal(season map[string]int) map[string]int {
	rebates := c.rebates
	for k, v := range season {
		rebates[k] = v
	}
	return rebates
}

func (c *config) copied() *config {
	made := *c
	return &made
}

func join(base, over map[string]int) map[string]int {
	if len(base) == 0 {
		return over
	}
	for k, v := range over {
		base[k] = v
	}
	return base
}

type metric struct{ labels map[string]int }

type store struct {
	m    map[string]int
	list []int
	kept any
}

func newStore(m map[string]int) *store {
	return &store{m: m}
}

func (s *store) All() map[string]int {
	return s.m
}

func (s *store) metrics() []metric {
	found, ok := s.kept.([]metric)
	if !ok {
		return nil
	}
	return found
}

func (s *store) append(n int) []int {
	list := append(s.list, n)
	return list
}

func main() {
	c := &config{rebates: map[string]int{"a": 1}}
	c.seasonal(map[string]int{"a": 2})
	fmt.Println("seasonal", c.rebates)
	base := map[string]int{"a": 1}
	joined := join(base, map[string]int{"b": 2})
	over := map[string]int{}
	join(nil, over)["c"] = 1
	joined["x"] = 1
	delete(joined, "x")
	fmt.Println("join", base, len(over) == 1)
	m := map[string]int{"a": 1}
	s := newStore(m)
	m["a"] = 9
	fmt.Println("store", s.m)
	t := &store{m: map[string]int{}}
	t.All()["x"] = 1
	fmt.Println("all", t.m)
	d := c.copied()
	d.rebates["m"] = 1
	fmt.Println("copied", c.rebates)
	t.kept = []metric{{map[string]int{"l": 1}}}
	t.metrics()[0].labels["l"] = 9
	fmt.Println("metrics", t.metrics()[0].labels)
	t.list = []int{1}
	t.append(2)
	fmt.Println("append", t.list)
}
