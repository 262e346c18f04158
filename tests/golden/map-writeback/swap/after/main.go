package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{"a": {X: 1}, "b": {X: 2}}
	a, b := "a", "b"
	x, newX := m[b].X, m[a].X
	t := m[a]
	t.X = x
	m[a] = t
	tEntry := m[b]
	tEntry.X = newX
	m[b] = tEntry
	fmt.Println(m)

	m = map[string]T{"a": {X: 3, Y: 7}}
	tEntry2 := m[a]
	tEntry2.X, tEntry2.Y = tEntry2.Y, tEntry2.X
	m[a] = tEntry2
	fmt.Println(m)
}
