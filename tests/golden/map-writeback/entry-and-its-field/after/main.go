package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{"k": {2, 2}}
	k := "k"
	t := m[k]
	t.X = 1
	m[k] = t
	m[k] = T{Y: 5}
	fmt.Println(m)

	m = map[string]T{"k": {2, 2}}
	m[k] = T{Y: 5}
	tEntry := m[k]
	tEntry.X = 1
	m[k] = tEntry
	fmt.Println(m)
}
