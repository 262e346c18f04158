package main

import "fmt"

func find(xs []int) *int {
	for _, x := range xs {
		if x == 2 {
			return &x
		}
	}
	return nil
}

func first(xs []int) (found *int, fs []func() int) {
	for _, x := range xs {
		if x == 2 {
			found = &x
			fs = append(fs, func() int { return x })
			break
		}
	}
	return found, fs
}

func labelled(xss [][]int) (found *int) {
outer:
	for _, xs := range xss {
		for _, x := range xs {
			switch {
			case x > 3:
				found = &x
				break outer
			}
		}
	}
	return found
}

func counted() *int {
	for i := 0; ; i++ {
		if i == 1 {
			p := &i
			return p
		}
	}
}

func main() {
	xs := []int{1, 2, 3}
	found, fs := first(xs)
	fmt.Println(*find(xs)+*found-fs[0](), *found, *labelled([][]int{xs, {4, 5}}), *counted())
}
