package main

import "fmt"

type conn struct{ closed int }

func (c conn) shut() { c.closed = 1 }

func shutAll(cs []conn) {
	for _, c := range cs {
		c.shut()
	}
}

func main() {
	cs := make([]conn, 2)
	shutAll(cs)
	fmt.Println(fmt.Sprint(cs[0:2:2]))
}
