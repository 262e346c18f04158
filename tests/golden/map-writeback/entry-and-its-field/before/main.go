package main

import "fmt"

type T struct{ X, Y int }

func main() {
	m := map[string]T{"k": {2, 2}}
	k := "k"
	m[k].X, m[k] = 1, T{Y: 5}
	fmt.Println(m)

	m = map[string]T{"k": {2, 2}}
	m[k], m[k].X = T{Y: 5}, 1
	fmt.Println(m)
}
