package main

import "fmt"

type T struct{ X, Y, Z int }

func main() {
	m := map[string]T{}
	k := "a"
	// The first.
	m[k].X = 1
	m[k].Y = m[k].X + 2 // needs the first

	// After a blank line.
	m[k].Z++
	m[k].Z += m[k].Y

	k = "b"
	m[k].X = 9
	m["b"].Y = m[k].X
	fmt.Println(m)
}
