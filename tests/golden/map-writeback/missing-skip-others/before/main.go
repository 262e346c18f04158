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
		m[k].X = cost()
		i, m[k].Arr[i] = 1, 2
		m[k].Y, j = j, m[k].X
		func() { m[k].X++; m[k].Y++ }()
		fmt.Println(m, i, j)
	}
}
