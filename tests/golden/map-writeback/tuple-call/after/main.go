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
		x, newErr := g()
		t := m[a]
		t.X = x
		m[a] = t
		err = newErr
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
	value, y := two()
	list[i] = value
	t := m["b"]
	t.Y = y
	m["b"] = t
	fmt.Println(list[0], m)
	_, x := two()
	tEntry := m["c"]
	tEntry.X = x
	m["c"] = tEntry
	newX, newY := two()
	tEntry2 := m["d"]
	tEntry2.X = newX
	m["d"] = tEntry2
	tEntry3 := m["e"]
	tEntry3.Y = newY
	m["e"] = tEntry3
}
