package main

import "fmt"

type T struct{ X, Y, Z int }

func main() {
	m := map[string]T{}
	k := "a"
	// The first.
	t := m[k]
	t.X = 1
	t.Y = t.X + 2 // needs the first

	// After a blank line.
	t.Z++
	t.Z += t.Y
	m[k] = t

	k = "b"
	tEntry := m[k]
	tEntry.X = 9
	m[k] = tEntry
	tEntry2 := m["b"]
	tEntry2.Y = m[k].X
	m["b"] = tEntry2
	fmt.Println(m)
}
