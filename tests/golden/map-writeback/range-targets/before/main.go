package main

import "fmt"

type T struct {
	X int
	Y int
}

func main() {
	m := map[string]T{}
	k := "a"
	for m[k].X = range []int{1, 2, 3, 4} {
	}
	fmt.Println(m[k])
	i := 0
	for m[k].X, m[k].Y = range []int{7, 8, 9} {
		i = m[k].X // the body follows
	}
	fmt.Println(m[k], i)
	clear(m)
	for m[k].X = range 6 {
	}
	fmt.Println(m[k])
	clear(m)
	for _, m[k].Y = range []int{8} {
		continue
	}
	fmt.Println(m[k])
	clear(m)
	list := []int{0}
	for list[0], m[k].X = range map[int]int{4: 4} {
	}
	fmt.Println(list, m[k])
}
