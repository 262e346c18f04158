package main

import "fmt"

type T struct{ X, Y, Z int }

var m = map[string]T{}

func x() int { return m["a"].X }

func alias(a, b string) {
	t := m[a]
	t.X = 1
	m[a] = t
	tEntry := m[a]
	tEntry.Y = m[b].X
	m[a] = tEntry
}

func main() {
	alias("a", "a")
	fmt.Println(m["a"].X, m["a"].Y)
	clear(m)
	t := m["a"]
	t.X = 1
	m["a"] = t
	tEntry := m["a"]
	tEntry.Y = len(m)
	m["a"] = tEntry
	z := x()
	tEntry2 := m["a"]
	tEntry2.Z = z
	m["a"] = tEntry2
	fmt.Println(m)
}
