package main

import "fmt"

type T struct{ X, Y, Z int }

var m = map[string]T{}

func x() int { return m["a"].X }

func alias(a, b string) {
	m[a].X = 1
	m[a].Y = m[b].X
}

func main() {
	alias("a", "a")
	fmt.Println(m["a"].X, m["a"].Y)
	clear(m)
	m["a"].X = 1
	m["a"].Y = len(m)
	m["a"].Z = x()
	fmt.Println(m)
}
