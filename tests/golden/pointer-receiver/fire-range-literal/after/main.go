package main

import "fmt"

type conn struct{ closed int }

func (c *conn) shut() { c.closed = 1 }

func main() {
	for _, c := range [2]conn{} {
		c.shut()
	}
	for _, c := range []conn{} {
		c.shut()
	}
	var c conn
	c.shut()
	fmt.Println(c.closed)
}
