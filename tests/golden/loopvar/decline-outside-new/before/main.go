package main

import "fmt"

func main() {
	var v int
	var ps []*int
	for _, v = range []int{1, 2} {
		ps = append(ps, &v)
	}
	fmt.Println(*ps[0], *ps[1])
}
