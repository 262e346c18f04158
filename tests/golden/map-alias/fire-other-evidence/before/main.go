package main

import (
	"fmt"
	"maps"
	"sort"
)

var args = []int{1, 2}

func comment(m map[string]int) int {
	// Work on a copy, the caller still needs m.
	work := m
	work["a"] = 2
	return m["a"]
}

func restored() {
	before := args
	args[0] = 9
	run()
	args = before
}

func deferred() {
	before := args
	defer func() { args = before }()
	args[0] = 9
	run()
}

func run() {}

func compared(m map[string]int) bool {
	before := m
	m["a"]++
	return maps.Equal(before, m)
}

type cart struct{ coupons map[string]int }

// duplicate returns a copy of the cart with one more coupon.
func (c *cart) duplicate() *cart {
	coupons := c.coupons
	coupons["a"] = 2
	return &cart{coupons: coupons}
}

func scratch() ([]int, bool) {
	list := []int{3, 1, 2}
	tmp := list
	sort.Ints(tmp)
	return show(tmp, list)
}

func show(sorted, list []int) ([]int, bool) {
	return []int{3, 1, 2}, list[0] == 3
}

func main() {
	fmt.Println("comment", comment(map[string]int{"a": 1}))
	restored()
	fmt.Println("restored", args)
	args[0] = 1
	deferred()
	fmt.Println("deferred", args)
	fmt.Println("compared", compared(map[string]int{"a": 1}))
	c := &cart{map[string]int{"a": 1}}
	c.duplicate()
	fmt.Println("promised", c.coupons["a"])
	list, same := scratch()
	fmt.Println("scratch", list, same)
}
