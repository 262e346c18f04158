package main

import "fmt"

func main() {
	var ps []*int
	for _, v := range []int{1, 2} {
		v := v
		ps = append(ps, &v)
	}
	fmt.Println(*ps[0], *ps[1])
}
