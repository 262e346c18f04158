package main

import "fmt"

const debug = "debug"

// mode is what the program runs in.
var mode = debug

var (
	handler func(int) int
	other   = 1

	current *int // nil at first
)

func setMode(value string) {
	switch value {
	case "":
		mode = debug
	default:
		mode = value
	}
}

func run(n int) int {
	if handler == nil {
		return 0
	}
	return handler(n)
}

func main() {
	fmt.Print(mode, " ", run(1), " ")
	setMode("release")
	handler = func(n int) int { return n + other }
	fmt.Print(mode, " ", run(1), " ", current != nil, " ")
	n := 3
	current = &n
	fmt.Println(current != nil)
}
