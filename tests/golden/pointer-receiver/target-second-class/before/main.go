package main

import "fmt"

type Counter struct{ n int }

func (c Counter) Next() int {
	c.n++
	return c.n
}

func main() {
	var c Counter
	fmt.Println(c.Next(), c.Next())
}
