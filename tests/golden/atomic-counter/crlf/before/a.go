package crlf

import "fmt"

type T struct {
	a, n int
}

func New() *T {
	return &T{n: 2}
}

func (t *T) hit() {
	t.n++
	fmt.Println(t.n, t.n)
}
