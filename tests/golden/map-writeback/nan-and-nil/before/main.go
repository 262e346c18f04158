package main

import (
	"fmt"
	"math"
)

type T struct{ X int }

func main() {
	m := map[float64]T{}
	for range 3 {
		m[math.Pi*0].X++
		bump(m, math.Inf(1)-math.Inf(1))
	}
	delete(m, 0)
	fmt.Println(len(m))
	defer func() { fmt.Println(recover()) }()
	bump(nil, 1)
}

func bump(m map[float64]T, k float64) {
	m[k].X++
}
