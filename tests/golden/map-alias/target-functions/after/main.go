package main

import (
	"fmt"
	"maps"
	"slices"
)

type config struct {
	rebates map[string]int
	sizes   []int
}

// clone returns a copy of c that has maps and slices of its own.
func (c config) clone() config {
	c.rebates = maps.Clone(c.rebates)
	c.sizes = slices.Clone(c.sizes)
	return c
}

// seasonal returns the rebates with those of a season on top.
func (c *config) seasonal(season map[string]int) map[string]int {
	rebates := maps.Clone(c.rebates)
	for k, v := range season {
		rebates[k] = v
	}
	return rebates
}

func (c *config) copied() *config {
	made := *c
	made.rebates = maps.Clone(made.rebates)
	made.sizes = slices.Clone(made.sizes)
	return &made
}

func join(base, over map[string]int) map[string]int {
	if len(base) == 0 {
		return maps.Clone(over)
	}
	base = maps.Clone(base)
	for k, v := range over {
		base[k] = v
	}
	return base
}

type metric struct{ labels map[string]int }

// clone returns a copy of m that has maps and slices of its own.
func (m metric) clone() metric {
	m.labels = maps.Clone(m.labels)
	return m
}

type store struct {
	m    map[string]int
	list []int
	kept any
}

func newStore(m map[string]int) *store {
	return &store{m: maps.Clone(m)}
}

func (s *store) All() map[string]int {
	return maps.Clone(s.m)
}

func (s *store) metrics() []metric {
	found, ok := s.kept.([]metric)
	if !ok {
		return nil
	}
	copied := slices.Clone(found)
	for i := range copied {
		copied[i] = copied[i].clone()
	}
	return copied
}

func (s *store) append(n int) []int {
	list := append(s.list[:len(s.list):len(s.list)], n)
	return list
}

// view returns the settings.
func (h *holder) view() config { return h.config.clone() }

type holder struct {
	config *config
	byName map[string]config
}

func (h *holder) element(name string) int {
	c := h.byName[name]
	c.rebates = maps.Clone(c.rebates)
	c.rebates["e"] = 1
	return len(c.rebates)
}

type labelled interface{ labels() map[string]int }

type fixed map[string]int

func (f fixed) labels() map[string]int { return f }

func loaded(l labelled) int {
	labels := maps.Clone(l.labels())
	labels["x"] = 2
	return labels["x"]
}

func each(names []string) []metric {
	var all []metric
	labels := map[string]int{}
	for i, name := range names {
		labels[name] = i
		all = append(all, metric{labels: maps.Clone(labels)})
	}
	return all
}

func main() {
	h := &holder{config: &config{rebates: map[string]int{}}}
	h.view().rebates["v"] = 1
	h.byName = map[string]config{"a": {rebates: map[string]int{}}}
	h.element("a")
	f := fixed{"x": 1}
	loaded(f)
	fmt.Println("more", len(h.config.rebates), len(h.byName["a"].rebates), f["x"], len(each([]string{"a", "b"})[0].labels))
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
