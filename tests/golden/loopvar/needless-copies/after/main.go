package main

import "fmt"

func pairs(yield func(int, string) bool) {
	_ = yield(1, "a") && yield(2, "b")
}

func main() {
	var a, b, d, e, f []int
	var c []string
	for _, v := range []int{1, 2} {
		a = append(a, v)
	}
	for k, v := range []int{1, 2} {
		// both
		b = append(b, k+0*v)
	}
	for k, v := range pairs {
		c = append(c, v)
		_ = k
	}
	for k, v := range map[string]int{"x": 1, "y": 1} {
		d = append(d, len(d)+v+0*len(k))
	}
	for _, v := range []int{4, 5} {
		if v > 4 {
			e = append(e, v)
		}
	}
	for i := range 2 {
		f = append(f, i+1)
	}
	fmt.Println(a, b, c, d, e, f)
}
