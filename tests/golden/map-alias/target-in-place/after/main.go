package main

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

type options struct {
	name    string
	headers map[string]string
}

type client struct {
	name    string
	headers map[string]string
}

func newClient(o options) *client {
	if o.headers == nil {
		o.headers = map[string]string{}
	}
	o.headers = maps.Clone(o.headers)
	o.headers["agent"] = "shop"
	return &client{name: o.name, headers: o.headers}
}

type set []string

func sorted(names ...string) set {
	names = slices.Clone(names)
	sort.Strings(names)
	return set(names)
}

type job struct {
	id   int
	deps []string
}

type encoded struct {
	id   int
	deps []string
}

func (j *job) encode() *encoded {
	// the order of the list means nothing
	newDeps := slices.Clone(j.deps)
	sort.Slice(newDeps, func(a, b int) bool { return newDeps[a] < newDeps[b] })
	return &encoded{id: j.id, deps: newDeps}
}

type router struct {
	byName map[string]map[string]int
}

func (r *router) routes(name string) map[string]int {
	return maps.Clone(r.byName[name])
}

type node struct{ caps map[string]int }

func (n *node) fill(r *router, name string) {
	n.caps = maps.Clone(r.byName[name])
}

type meta struct {
	labels map[string]int
	names  []string
}

type image struct {
	id   int
	meta meta
}

func (i *image) clone() image {
	made := *i
	made.meta = i.meta
	made.meta.labels = maps.Clone(made.meta.labels)
	made.meta.names = append([]string(nil), i.meta.names...)
	return made
}

type entry struct {
	address string
	labels  map[string]string
}

func register(o options) *entry {
	made := &entry{
		address: strings.ToLower(o.name),
		labels:  maps.Clone(o.headers),
	}
	return made
}

type index struct {
	names []string
	last  []string
}

// add keeps what it sorts.
func (x *index) add(name string) {
	x.names = append(x.names, name)
	sort.Strings(x.names)
}

// order gives nothing on.
func (x *index) order() {
	sort.Strings(x.names)
}

func main() {
	given := map[string]string{"a": "b"}
	newClient(options{"c", given})
	fmt.Println("newClient", len(given))
	list := []string{"b", "a"}
	sorted(list...)
	fmt.Println("sorted", list)
	j := &job{deps: []string{"b", "a"}}
	e := j.encode()
	fmt.Println("encode", j.deps, e.deps)
	r := &router{map[string]map[string]int{"x": {"a": 1}}}
	r.routes("x")["b"] = 2
	fmt.Println("routes", len(r.byName["x"]))
	delete(r.byName["x"], "b")
	n := &node{}
	n.fill(r, "x")
	n.caps["b"] = 2
	fmt.Println("fill", len(r.byName["x"]))
	i := &image{meta: meta{labels: map[string]int{"a": 1}}}
	i.clone().meta.labels["b"] = 2
	fmt.Println("clone", len(i.meta.labels))
	delete(given, "agent")
	made := register(options{"C", given})
	made.labels["r"] = "s"
	fmt.Println("register", len(given))
	x := &index{}
	x.add("b")
	x.add("a")
	fmt.Println("add", x.names)
	x.names = append(x.names, "c")
	x.order()
	fmt.Println("order", x.names)
}
