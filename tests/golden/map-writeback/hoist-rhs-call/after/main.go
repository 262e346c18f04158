package main

import "fmt"

type T struct{ A, B int }

var m = map[string]T{"k": {}}

func touch() int {
	e := m["k"]
	e.B = 99
	m["k"] = e
	return 1
}

func drop() int {
	delete(m, "k")
	return 1
}

func main() {
	a := touch()
	t := m["k"]
	t.A = a
	m["k"] = t
	fmt.Println(m["k"])

	m["k"] = T{5, 5}
	newA := drop()
	tEntry := m["k"]
	tEntry.A = newA
	m["k"] = tEntry
	fmt.Println(m["k"])

	ch := make(chan int, 1)
	ch <- 5
	m["k"] = T{0, 7}
	newA2 := <-ch
	tEntry2 := m["k"]
	tEntry2.A += newA2
	m["k"] = tEntry2
	fmt.Println(m["k"])
}
