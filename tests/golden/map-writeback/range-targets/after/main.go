package main

import "fmt"

type T struct {
	X int
	Y int
}

func main() {
	m := map[string]T{}
	k := "a"
	for x := range []int{1, 2, 3, 4} {
		t := m[k]
		t.X = x
		m[k] = t
	}
	fmt.Println(m[k])
	i := 0
	for x, y := range []int{7, 8, 9} {
		t := m[k]
		t.X, t.Y = x, y
		m[k] = t
		i = m[k].X // the body follows
	}
	fmt.Println(m[k], i)
	clear(m)
	for x := range 6 {
		t := m[k]
		t.X = x
		m[k] = t
	}
	fmt.Println(m[k])
	clear(m)
	for _, y := range []int{8} {
		t := m[k]
		t.Y = y
		m[k] = t
		continue
	}
	fmt.Println(m[k])
	clear(m)
	list := []int{0}
	for value, x := range map[int]int{4: 4} {
		list[0] = value
		t := m[k]
		t.X = x
		m[k] = t
	}
	fmt.Println(list, m[k])
}
