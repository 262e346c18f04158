package main

import "fmt"

type T struct{ X int }

func label(m map[string]T, k string) int {
	n := 0
again:
	m[k].X++
	n++
	if n < 3 {
		goto again
	}
	return n
}

func forward(m map[string]T, k string, skip bool) {
	if skip {
		goto end
	}
	m[k].X = 9 // jumped over
	m[k].X += 0
end:
	println()
}

func inner(m map[string]T, k string, skip bool) {
	if skip {
		m[k].X = 1
		goto end
	}
	for range 2 {
		m[k].X += 0
	}
end:
}

func main() {
	m := map[string]T{"a": {1}}
	n := label(m, "a")
	fmt.Println(n, m["a"])
	forward(m, "a", true)
	forward(m, "a", false)
	inner(m, "a", false)
	fmt.Println(m["a"])
}
