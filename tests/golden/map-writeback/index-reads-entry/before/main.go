package main

import "fmt"

type T struct {
	X, Y int
	Arr  [4]int
}

func main() {
	m := map[string]T{"a": {Y: 7}}
	k := "a"
	m[k].X = 3
	m[k].Arr[m[k].X] = m[k].Y
	m[k].Arr[m[k].X]++
	fmt.Println(m)

	m[k].Arr[m[k].X] = forget(m)
	fmt.Println(m)
}

func forget(m map[string]T) int {
	clear(m)
	return 9
}
