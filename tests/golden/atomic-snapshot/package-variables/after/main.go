package main

import (
	"fmt"
	"sync/atomic"
)

const debug = "debug"

// mode is what the program runs in.
var mode atomic.Pointer[string]

func init() {
	newMode := debug
	mode.Store(&newMode)
}

var (
	handler atomic.Pointer[func(int) int]
	other   = 1

	current atomic.Pointer[int] // nil at first
)

func init() {
	handler.Store(new(func(int) int))
}

func setMode(value string) {
	switch value {
	case "":
		newMode := debug
		mode.Store(&newMode)
	default:
		mode.Store(&value)
	}
}

func run(n int) int {
	currentHandler := *handler.Load()
	if currentHandler == nil {
		return 0
	}
	return currentHandler(n)
}

func main() {
	fmt.Print(*mode.Load(), " ", run(1), " ")
	setMode("release")
	newHandler := func(n int) int { return n + other }
	handler.Store(&newHandler)
	fmt.Print(*mode.Load(), " ", run(1), " ", current.Load() != nil, " ")
	n := 3
	current.Store(&n)
	fmt.Println(current.Load() != nil)
}
