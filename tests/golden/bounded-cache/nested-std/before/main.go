package main

import "fmt"

var (
	nested = map[string]int{}
	looped = map[string]int{}
	valid  = map[string]int{}
)

func put(key string, n int) int {
	nested[key] = n
	looped[key] = n + 1
	valid[key] = n + 4
	return n
}

func both(key string) int { return put(key, 1) + nested[key]*2 }

func steps(key string) (n int) {
	for n < looped[key] {
		n++
	}
	return n
}

func positive(key string) int {
	if v, ok := valid[key]; ok && v > 0 {
		return v
	}
	return 0
}

func main() {
	fmt.Println(both("a"), steps("a"), positive("a"))
}
