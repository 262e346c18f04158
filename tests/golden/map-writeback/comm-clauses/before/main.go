package main

import "fmt"

type Flag bool

type T struct {
	X  int
	OK Flag
}

func main() {
	m := map[string]T{}
	k := "a"
	ch := make(chan int, 2)
	ch <- 5
	keys := 0
	key := func() string {
		keys++
		return k
	}
	select {
	case m[key()].X, m[k].OK = <-ch:
		fmt.Println(m[k], keys)
	case m[key()].X = <-make(chan int):
	}
	close(ch)
	select {
	case m[key()].X, m[k].OK = <-ch: // closed
		fmt.Println(m[k], keys)
	}
	fresh := make(chan int, 1)
	fresh <- 6
	var ok bool
	m[k].OK = true
	select {
	case m[k].X = <-fresh:
	}
	select {
	case m["b"].X, ok = <-ch:
	}
	fmt.Println(m[k], ok)
}
