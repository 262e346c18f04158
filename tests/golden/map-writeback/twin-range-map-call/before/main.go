package main

import "fmt"

type code struct {
	hash   string
	exists bool
	seen   int
}

type state struct{ codes map[string]code }

type reader interface{ has(hash string) bool }

type store struct{ s *state }

func (r store) has(hash string) bool {
	if hash == "gone" {
		delete(r.s.codes, "b")
	}
	if hash == "seen" {
		c := r.s.codes["c"]
		c.seen = 7
		r.s.codes["c"] = c
	}
	return true
}

func (s *state) mark(r reader) {
	known := make(map[string]bool)
	for _, c := range s.codes {
		if exists, ok := known[c.hash]; ok {
			c.exists = exists
			continue
		}
		res := r.has(c.hash)
		known[c.hash] = res
		c.exists = res
	}
}

func (s *state) all(r reader, ok bool) {
	for addr, c := range s.codes {
		r.has(addr)
		c.exists = ok
	}
}

func main() {
	s := &state{codes: map[string]code{"a": {hash: "x"}, "b": {hash: "gone"}, "c": {hash: "seen"}}}
	s.mark(store{s})
	fmt.Println(len(s.codes), s.codes["a"].exists, s.codes["c"])
	s.all(store{s}, false)
	fmt.Println(len(s.codes), s.codes["a"].exists)
}
