package main

import "fmt"

type T struct {
	X, Y int
	Arr  [4]int
}

func main() {
	m := map[string]T{"a": {Y: 7}}
	k := "a"
	t := m[k]
	t.X = 3
	t.Arr[t.X] = t.Y
	t.Arr[t.X]++
	m[k] = t
	fmt.Println(m)

	index := m[k].X
	value := forget(m)
	tEntry := m[k]
	tEntry.Arr[index] = value
	m[k] = tEntry
	fmt.Println(m)
}

func forget(m map[string]T) int {
	clear(m)
	return 9
}
