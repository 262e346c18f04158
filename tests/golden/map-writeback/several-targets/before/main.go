package main

import "fmt"

type T struct{ X, Y int }

func both(m map[string]T, a, b string, p, q int) {
	m[a].X, m[b].Y = p, q
}

func same(m map[string]T, k string) {
	m[k].X, m[k].Y = 7, 8
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
