package main

import "fmt"

type stat struct{ hits int }

func (s *stat) hit(n int) int { s.hits += n; return n }

func main() {
	m := map[string]stat{}
	statEntry := m["a"]
	statEntry.hit(1)
	m["a"] = statEntry
	statEntry2 := m["a"]
	x := statEntry2.hit(2)
	m["a"] = statEntry2
	_ = x
	fmt.Println(m["a"].hits)
}
