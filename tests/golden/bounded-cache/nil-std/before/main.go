package main

import "fmt"

type T struct {
	m map[string]int
	n int
}

func New() *T { return &T{m: map[string]int{}} }

func Empty() *T { return &T{n: 1} }

func (t *T) Put(key string, n int) { t.m[key] = n }

func (t *T) Get(key string) (int, bool) {
	n, ok := t.m[key]
	return n, ok
}

func main() {
	t := Empty()
	delete(t.m, "a")
	n, ok := t.Get("a")
	fmt.Println(n, ok, len(t.m))
}
