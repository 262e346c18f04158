package main

import "fmt"

var (
	limit   = -1
	enabled = true
)

var first = allowed()

func allowed() int { return limit }

// SetLimit sets how many are let through.
func SetLimit(n int) {
	limit = n
	enabled = n > 0
}

func main() {
	on := enabled
	SetLimit(5)
	fmt.Println(first, on, limit)
}
