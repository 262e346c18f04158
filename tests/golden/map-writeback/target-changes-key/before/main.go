package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{}
	k := "a"
	k, m[k].X = "b", 1
	fmt.Println(k, m)

	m = map[string]T{}
	m[k].X, k = 2, "c"
	fmt.Println(k, m)

	old := m
	clear(m)
	m["z"].X, m = 1, nil
	fmt.Println(old["z"].X, len(m))
}
