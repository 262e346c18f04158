package main

import "fmt"

var last = 0

func twice() int64 {
	id := 2 * int64(last)
	last++
	return id
}

func plain() int64 {
	id := int64(last)
	last++
	return id
}

func main() {
	last = 7
	a, b := twice(), plain()
	fmt.Println(a, b, last)
}
