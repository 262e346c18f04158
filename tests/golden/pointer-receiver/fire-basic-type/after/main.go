package main

import "fmt"

type Level int

func (l *Level) Set(n int) {
	*l = Level(n)
}

func (l *Level) Raise() {
	*l++
	*l += 1
}

func main() {
	a, b := Level(1), Level(1)
	a.Set(7)
	b.Raise()
	fmt.Println(int(a), int(b))
}
