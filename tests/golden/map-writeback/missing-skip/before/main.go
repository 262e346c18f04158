package main

import "fmt"

type T struct{ X, Y int }

func call() int {
	fmt.Println("called")
	return 1
}

func main() {
	m := map[string]T{"a": {}}
	m["a"].X++
	m["b"].X++
	fmt.Println(m)
	set(m, "a")
	set(m, "b") // missing
	fmt.Println(m)
	m["c"].X = call()
	fmt.Println(m)
}

func set(m map[string]T, k string) {
	// Both fields at once.
	m[k].X = 5
	m[k].Y = m[k].X + // next
		1
}
