package main

import "fmt"

func main() {
	var k, v, i int
	out := map[int]*int{}
	for k, v = range []int{1, 2} {
		out[k] = &v
	}
	for _, v = range []int{1, 2} {
		defer func() { fmt.Println(v) }()
	}
	for i = 0; i < 2; i++ {
		defer func() { fmt.Println(i) }()
	}
	for k, v = range []int{1, 2} {
		fmt.Println(k, v)
	}
	fmt.Println(*out[0], k, v)
}
