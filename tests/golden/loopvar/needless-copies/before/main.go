package main

import "fmt"

func pairs(yield func(int, string) bool) {
	_ = yield(1, "a") && yield(2, "b")
}

func main() {
	var a, b, d, e, f []int
	var c []string
	for _, v := range []int{1, 2} {
		v := v // capture range variable
		a = append(a, v)
	}
	for k, v := range []int{1, 2} {
		// both
		k, v := k, v
		b = append(b, k+0*v)
	}
	for k, v := range pairs {
		v, k := v, k

		c = append(c, v)
		_ = k
	}
	for k, v := range map[string]int{"x": 1, "y": 1} {
		k := k
		v := v
		d = append(d, len(d)+v+0*len(k))
	}
	for _, v := range []int{4, 5} {
		if v := v; v > 4 {
			e = append(e, v)
		}
	}
	for i := range 2 {
		i := i; f = append(f, i+1)
	}
	fmt.Println(a, b, c, d, e, f)
}
