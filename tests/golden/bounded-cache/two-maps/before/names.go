package main

import "fmt"

var byName = make(map[string]int)

func lookUp(name string) int {
	n, ok := byName[name]
	if !ok {
		n = len(name)
		byName[name] = n
	}
	return n
}

func main() {
	s := newStore()
	s.put(1, "a")
	s.put(2, "b")
	s.forget(1)
	fmt.Println(lookUp("x"), len(s.byID), s.byID[2])
}
