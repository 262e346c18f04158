package main

import (
	"errors"
	"fmt"
)

type T struct{ X, Y int }

var m = map[string]T{}

func g() (int, error) { return 4, errors.New("boom") }

func two() (int, int) { return 3, 4 }

func named(a string) (err error) {
	if a != "" {
		m[a].X, err = g()
	}
	return err
}

func main() {
	err := named("a")
	fmt.Println(err)
	fmt.Println(m)
	m = map[string]T{}
	list := []int{0}
	i := 0
	list[i], m["b"].Y = two()
	fmt.Println(list[0], m)
	_, m["c"].X = two()
	m["d"].X, m["e"].Y = two()
}
