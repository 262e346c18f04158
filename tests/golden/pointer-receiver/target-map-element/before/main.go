package main

import "fmt"

type stat struct{ hits int }

func (s stat) hit(n int) int { s.hits += n; return n }

func main() {
	m := map[string]stat{}
	m["a"].hit(1)
	x := m["a"].hit(2)
	_ = x
	fmt.Println(m["a"].hits)
}
