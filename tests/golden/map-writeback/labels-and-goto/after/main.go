package main

import "fmt"

type T struct{ X int }

func label(m map[string]T, k string) int {
	n := 0
again:
	t := m[k]
	t.X++
	m[k] = t
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
	{
		t := m[k]
		t.X = 9 // jumped over
		t.X += 0
		m[k] = t
	}
end:
	println()
}

func inner(m map[string]T, k string, skip bool) {
	if skip {
		t := m[k]
		t.X = 1
		m[k] = t
		goto end
	}
	for range 2 {
		t := m[k]
		t.X += 0
		m[k] = t
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
