package use

import "fmt"

type rec struct{ n int }

var stored rec

func take(rec) {}

func (r rec) pass()            { r.n = 1; take(r) }
func (r rec) store()           { r.n = 1; stored = r }
func (r rec) send(ch chan rec) { r.n = 1; ch <- r }
func (r rec) same(o rec) bool  { r.n = 1; return r == o }
func (r rec) print()           { r.n = 1; fmt.Println(r) }
func (r rec) box() any         { r.n = 1; return any(r) }
func (r rec) key(m map[rec]int) int {
	r.n = 1
	return m[r]
}

func (r rec) list(rs []rec) []rec {
	r.n = 1
	return append(rs, r)
}

func (r rec) local() int {
	r.n = 1
	c := r
	return c.n
}

func (r rec) tag() int {
	r.n++
	switch r {
	case rec{}:
		return 1
	}
	return 0
}

func (r rec) address() *int {
	r.n = 1
	return &r.n
}
