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

// view returns the settings.
func (h *holder) view() config { return *h.config }

type holder struct {
	config *config
	byName map[string]config
}

func (h *holder) element(name string) int {
	c := h.byName[name]
	c.rebates["e"] = 1
	return len(c.rebates)
}

type labelled interface{ labels() map[string]int }

type fixed map[string]int

func (f fixed) labels() map[string]int { return f }

func loaded(l labelled) int {
	labels := l.labels()
	labels["x"] = 2
	return labels["x"]
}

func each(names []string) []metric {
	var all []metric
	labels := map[string]int{}
	for i, name := range names {
		labels[name] = i
		all = append(all, metric{labels: labels})
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
