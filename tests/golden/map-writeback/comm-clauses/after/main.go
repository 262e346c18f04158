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
	case x, newOk := <-ch:
		newKey := key()
		t := m[newKey]
		t.X = x
		m[newKey] = t
		tEntry := m[k]
		tEntry.OK = Flag(newOk)
		m[k] = tEntry
		fmt.Println(m[k], keys)
	case x := <-make(chan int):
		newKey := key()
		t := m[newKey]
		t.X = x
		m[newKey] = t
	}
	close(ch)
	select {
	case x, newOk := <-ch: // closed
		newKey := key()
		t := m[newKey]
		t.X = x
		m[newKey] = t
		tEntry := m[k]
		tEntry.OK = Flag(newOk)
		m[k] = tEntry
		fmt.Println(m[k], keys)
	}
	fresh := make(chan int, 1)
	fresh <- 6
	var ok bool
	t := m[k]
	t.OK = true
	m[k] = t
	select {
	case x := <-fresh:
		t := m[k]
		t.X = x
		m[k] = t
	}
	select {
	case x, newOk := <-ch:
		t := m["b"]
		t.X = x
		m["b"] = t
		ok = newOk
	}
	fmt.Println(m[k], ok)
}
