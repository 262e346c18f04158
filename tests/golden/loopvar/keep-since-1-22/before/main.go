package main

import "fmt"

func main() {
	var ps []*int
	var fs []func() int
	for _, x := range []int{1, 2, 3} {
		ps = append(ps, &x)
	}
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
	fmt.Println(*ps[0], *ps[1], *ps[2], "/", fs[0](), fs[1](), fs[2]())
}
