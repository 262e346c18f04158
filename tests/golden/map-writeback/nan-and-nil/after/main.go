package main

import (
	"fmt"
	"math"
)

type T struct{ X int }

func main() {
	m := map[float64]T{}
	for range 3 {
		t := m[math.Pi*0]
		t.X++
		m[math.Pi*0] = t
		bump(m, math.Inf(1)-math.Inf(1))
	}
	delete(m, 0)
	fmt.Println(len(m))
	defer func() { fmt.Println(recover()) }()
	bump(nil, 1)
}

func bump(m map[float64]T, k float64) {
	t := m[k]
	t.X++
	m[k] = t
}
