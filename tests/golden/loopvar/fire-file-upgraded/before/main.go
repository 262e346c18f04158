package main

import "fmt"

func main() {
	var ps []*int
	for _, v := range []int{1, 2} {
		ps = append(ps, &v)
	}
	qs := lifted()
	fmt.Println(*ps[0], *ps[1], *qs[0], *qs[1])
}
