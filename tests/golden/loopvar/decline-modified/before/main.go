package main

import "fmt"

type cursor struct{ at int }

func (c *cursor) next() int { c.at++; return c.at }

func skip(i *int) { *i += 10 }

func main() {
	var fs []func() int
	runs := 0
	for i := 0; i < 4; i++ {
		fs = append(fs, func() int { return i })
		i += 10
		runs++
	}
	for i := 0; i < 4; i++ {
		fs = append(fs, func() int { return i })
		skip(&i)
	}
	for i := 0; i < 4; i++ {
		fs = append(fs, func() int { i++; return i })
	}
	for c := (cursor{}); c.at < 3; {
		fs = append(fs, func() int { return c.at })
		c.next()
	}
	fmt.Println(runs, 0)
}
