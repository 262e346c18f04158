package main

import "fmt"

type stat struct{ hits int }

func (s *stat) hit(n int) int { s.hits += n; return n }

func main() {
	m := map[string]stat{}
	stat := m["a"]
	stat.hit(1)
	m["a"] = stat
	statEntry := m["a"]
	x := statEntry.hit(2)
	m["a"] = statEntry
	_ = x
	fmt.Println(m["a"].hits)
}
