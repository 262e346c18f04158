package main

import (
	"errors"
	"fmt"
)

type sentinel struct{ name string }

func (e sentinel) Error() string { return e.name }

var errDone error = sentinel{"done"}

type late struct{ seconds int }

func (e late) Error() string { return "late" }

func work(n int) error {
	if n == 0 {
		return errDone
	}
	return &late{n}
}

func main() {
	fmt.Println(errors.Is(work(0), errDone))
	var found *late
	fmt.Println(errors.As(work(1), &found))
}
