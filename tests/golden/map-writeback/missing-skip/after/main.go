package main

import "fmt"

type T struct{ X, Y int }

func call() int {
	fmt.Println("called")
	return 1
}

func main() {
	m := map[string]T{"a": {}}
	if t, ok := m["a"]; ok {
		t.X++
		m["a"] = t
	}
	if t, ok := m["b"]; ok {
		t.X++
		m["b"] = t
	}
	fmt.Println(m)
	set(m, "a")
	set(m, "b") // missing
	fmt.Println(m)
	x := call()
	if t, ok := m["c"]; ok {
		t.X = x
		m["c"] = t
	}
	fmt.Println(m)
}

func set(m map[string]T, k string) {
	// Both fields at once.
	if t, ok := m[k]; ok {
		t.X = 5
		t.Y = t.X + // next
			1
		m[k] = t
	}
}
