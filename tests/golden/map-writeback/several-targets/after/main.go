package main

import "fmt"

type T struct{ X, Y int }

func both(m map[string]T, a, b string, p, q int) {
	t := m[a]
	t.X = p
	m[a] = t
	tEntry := m[b]
	tEntry.Y = q
	m[b] = tEntry
}

func same(m map[string]T, k string) {
	t := m[k]
	t.X, t.Y = 7, 8
	m[k] = t
}

func main() {
	m := map[string]T{}
	both(m, "k", "k", 1, 2)
	fmt.Println(m)
	m = map[string]T{}
	both(m, "a", "b", 3, 4)
	fmt.Println(m)
	m = map[string]T{}
	same(m, "k")
	fmt.Println(m)
}
