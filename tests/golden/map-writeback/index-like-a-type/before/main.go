package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{"a": {X: 1}, "b": {Y: 3}}
	ms := []map[string]T{{}, m}
	names, i := []string{"b", "a"}, 1

	ms[i][names[i]].X++
	ms[i][names[i]].X, m["b"].Y = 5, 6
	fmt.Println(m)

	m["a"].Y = 8
	m["a"].X = ms[i][names[i]].Y
	i, m["b"].X, m["a"].Y = 0, 9, ms[i][names[i]].X
	fmt.Println(m, ms[0], i)

	i = 1
	ms[i][names[i]], m["a"].X, i = T{}, 4, 0
	fmt.Println(m, ms[0], i)
}
