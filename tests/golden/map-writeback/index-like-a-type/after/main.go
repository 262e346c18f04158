package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{"a": {X: 1}, "b": {Y: 3}}
	ms := []map[string]T{{}, m}
	names, i := []string{"b", "a"}, 1

	newM := ms[i]
	key := names[i]
	t := newM[key]
	t.X++
	newM[key] = t
	newM2 := ms[i]
	newKey := names[i]
	tEntry := newM2[newKey]
	tEntry.X = 5
	newM2[newKey] = tEntry
	tEntry2 := m["b"]
	tEntry2.Y = 6
	m["b"] = tEntry2
	fmt.Println(m)

	tEntry3 := m["a"]
	tEntry3.Y = 8
	m["a"] = tEntry3
	tEntry4 := m["a"]
	tEntry4.X = ms[i][names[i]].Y
	m["a"] = tEntry4
	y := ms[i][names[i]].X
	i = 0
	tEntry5 := m["b"]
	tEntry5.X = 9
	m["b"] = tEntry5
	tEntry6 := m["a"]
	tEntry6.Y = y
	m["a"] = tEntry6
	fmt.Println(m, ms[0], i)

	i = 1
	index := i
	newIndex := names[i]
	ms[index][newIndex] = T{}
	tEntry7 := m["a"]
	tEntry7.X = 4
	m["a"] = tEntry7
	i = 0
	fmt.Println(m, ms[0], i)
}
