package main

import "fmt"

type Meter struct{ n int }

func (m Meter) Add(d int) { m.n += d }

func (m Meter) Twice(d int) {
	m.Add(d)
	m.Add(d)
}

func main() {
	var m Meter
	m.Twice(1)
	fmt.Println(m.n)
}
