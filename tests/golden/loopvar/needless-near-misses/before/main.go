package main

import "fmt"

func use(...any) {}

func main() {
	runs := 0
	for i := 0; i < 4; i++ {
		i := i
		i += 10
		runs++
		use(i)
	}
	var doubled, swapped []int
	for i := range 3 {
		i := i * 2
		doubled = append(doubled, i)
	}
	for k, v := range []int{1} {
		k, v := v, k
		swapped = append(swapped, k, v)
	}
	var v int
	for _, v = range []int{1, 3} {
		v := v
		use(v)
	}
	for _, x := range []int{1} {
		use(x)
		x := x
		use(x)
	}
	for _, x := range []int{1} {
		x := (x)
		use(x)
	}
	for _, x := range []int{1} {
		y := x
		x := y
		use(x, y)
	}
	for _, x := range []int{1} {
		if x := x; x > 0 {
			use(x)
		}
		use(x)
	}
	for _, x := range []int{1} {
		var x = x
		use(x)
	}
	for _, x := range []int{1} {
		x, y := x, runs
		use(x, y)
	}
	y := 1
	for range 2 {
		y := y
		use(y)
	}
	for y < 2 {
		y := y
		use(y)
		break
	}
	fmt.Println(runs, doubled, swapped, v)
}
