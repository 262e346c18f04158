package main

import "fmt"

var queue []func()

func later(f func()) { queue = append(queue, f) }

func main() {
	sum := 0
	for _, n := range []int{1, 2} {
		later(func() { sum = sum*10 + n })
	}
	for _, f := range queue {
		f()
	}
	fmt.Println(sum/10, sum%10)
}
