package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{}
	k := "a"
	key := k
	t := m[key]
	k, t.X = "b", 1
	m[key] = t
	fmt.Println(k, m)

	m = map[string]T{}
	newKey := k
	tEntry := m[newKey]
	tEntry.X, k = 2, "c"
	m[newKey] = tEntry
	fmt.Println(k, m)

	old := m
	clear(m)
	newM := m
	tEntry2 := newM["z"]
	tEntry2.X, m = 1, nil
	newM["z"] = tEntry2
	fmt.Println(old["z"].X, len(m))
}
