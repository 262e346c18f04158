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
	for k, c := range s.codes {
		if exists, ok := known[c.hash]; ok {
			if c, ok := s.codes[k]; ok {
				c.exists = exists
				s.codes[k] = c
			}
			continue
		}
		res := r.has(c.hash)
		known[c.hash] = res
		if c, ok := s.codes[k]; ok {
			c.exists = res
			s.codes[k] = c
		}
	}
}

func (s *state) all(r reader, ok bool) {
	for addr := range s.codes {
		r.has(addr)
		if c, newOk := s.codes[addr]; newOk {
			c.exists = ok
			s.codes[addr] = c
		}
	}
}

func main() {
	s := &state{codes: map[string]code{"a": {hash: "x"}, "b": {hash: "gone"}, "c": {hash: "seen"}}}
	s.mark(store{s})
	fmt.Println(len(s.codes), s.codes["a"].exists, s.codes["c"])
	s.all(store{s}, false)
	fmt.Println(len(s.codes), s.codes["a"].exists)
}
