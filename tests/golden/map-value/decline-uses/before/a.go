package shop

import "sync"

type item struct{ n int }

func (i *item) add()           { i.n++ }
func (i *item) String() string { return "" }

type a struct{ m map[string]*item }

// It would compile, and lose the update.
func (x *a) inc(k string) {
	p := x.m[k]
	p.n++
}

type b struct{ m map[string]*item }

func (x *b) all() {
	for _, p := range x.m {
		p.n++
	}
}

type c struct{ m map[string]*item }

func (x *c) get(k string) *item { return x.m[k] }

type d struct{ m map[string]*item }

func (x *d) list() (all []*item) {
	for _, p := range x.m {
		all = append(all, p)
	}
	return all
}

type e struct{ m map[string]*item }

func (x *e) use(k string) { use(x.m[k]) }

func use(any) {}

type f struct{ m map[string]*item }

func (x *f) later(k string) func() int {
	p := x.m[k]
	return func() int { return p.n }
}

type g struct{ m map[string]*item }

func (x *g) same(k, l string) bool { return x.m[k] == x.m[l] }

type h struct{ m map[string]*item }

func (x *h) add(k string) { x.m[k].add() }

type i struct{ m map[string]*item }

func (x *i) add(k string) {
	if p, ok := x.m[k]; ok {
		p.add()
	}
}

type j struct{ m map[string]*item }

func (x *j) all() map[string]*item { return x.m }

type k struct{ m map[string]*item }

func (x *k) forget(key string) { x.m[key] = nil }

type l struct{ m map[string]*item }

func (x *l) put(key string, p *item) { x.m[key] = p }

type n struct{ m map[string]*item }

func (x *n) put(key string) {
	p := item{}
	x.m[key] = &p
	p.n = 1
}

type o struct{ m map[string]*item }

func (x *o) put(keys []string) {
	var one item
	for _, key := range keys {
		x.m[key] = &one
	}
}

type p struct{ m map[string]*item }

func (x *p) put(f func() string) { x.m[f()].n = 1 }

type q struct{ m map[string]*item }

func newQ(m map[string]*item) *q { return &q{m: m} }

type r struct{ m map[string]*item }

func (x *r) has(k string) bool { return x.m[k] != nil }

type s struct{ m map[string]*item }

func (x *s) put(k string) *item {
	p := x.m[k]
	return p
}

type t struct{ m map[string]*item }

func (x *t) put(k string) *item {
	p := &item{}
	x.m[k] = p
	return p
}

type u struct{ m map[string]*item }

func (x *u) put(k string) int {
	p := x.m[k]
	x.m[k].n = 2
	return p.n
}

type v struct {
	mu sync.RWMutex
	m  map[string]*item
}

func (x *v) put(k string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.m[k].n = 2
}
