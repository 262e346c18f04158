package main

import "fmt"

type Point struct{ x, y int }

func (p *Point) Reset() {
	*p = Point{}
}

func main() {
	p := Point{1, 2}
	p.Reset()
	fmt.Println(p.x + p.y)
}
