package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{"a": {X: 1}, "b": {X: 2}}
	a, b := "a", "b"
	m[a].X, m[b].X = m[b].X, m[a].X
	fmt.Println(m)

	m = map[string]T{"a": {X: 3, Y: 7}}
	m[a].X, m[a].Y = m[a].Y, m[a].X
	fmt.Println(m)
}
