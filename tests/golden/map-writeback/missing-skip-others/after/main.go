package main

import "fmt"

type T struct {
	X, Y int
	Arr  [2]int
}

func cost() int {
	fmt.Println("cost")
	return 3
}

func main() {
	m := map[string]T{"a": {X: 4}}
	i, j := 0, 1
	for _, k := range []string{"a", "b"} {
		x := cost()
		if t, ok := m[k]; ok {
			t.X = x
			m[k] = t
		}
		index := i
		i = 1
		if t, ok := m[k]; ok {
			t.Arr[index] = 2
			m[k] = t
		}
		y, newJ := j, m[k].X
		if t, ok := m[k]; ok {
			t.Y = y
			m[k] = t
		}
		j = newJ
		func() {
			if t, ok := m[k]; ok {
				t.X++
				m[k] = t
			}
			if t, ok := m[k]; ok {
				t.Y++
				m[k] = t
			}
		}()
		fmt.Println(m, i, j)
	}
}
