package main

import "fmt"

type T struct {
	X   int
	Arr [2]int
}

func main() {
	m := map[string]T{}
	old, pm := m, &m
	m, (*pm)["a"].X = nil, 9
	fmt.Println(m, old)

	m = old
	i := 1
	pi := &i
	i, m["a"].Arr[*pi] = 0, 5
	*pi, m["a"].Arr[i] = 1, 6
	fmt.Println(m, i)
}
