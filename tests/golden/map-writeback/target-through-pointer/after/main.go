package main

import "fmt"

type T struct {
	X   int
	Arr [2]int
}

func main() {
	m := map[string]T{}
	old, pm := m, &m
	newM := (*pm)
	t := newM["a"]
	m, t.X = nil, 9
	newM["a"] = t
	fmt.Println(m, old)

	m = old
	i := 1
	pi := &i
	index := *pi
	tEntry := m["a"]
	i, tEntry.Arr[index] = 0, 5
	m["a"] = tEntry
	newIndex := i
	tEntry2 := m["a"]
	*pi, tEntry2.Arr[newIndex] = 1, 6
	m["a"] = tEntry2
	fmt.Println(m, i)
}
