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
	m["k"].A = touch()
	fmt.Println(m["k"])

	m["k"] = T{5, 5}
	m["k"].A = drop()
	fmt.Println(m["k"])

	ch := make(chan int, 1)
	ch <- 5
	m["k"] = T{0, 7}
	m["k"].A += <-ch
	fmt.Println(m["k"])
}
