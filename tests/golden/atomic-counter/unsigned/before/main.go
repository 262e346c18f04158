package main

import "fmt"

const two = 2

type T struct {
	small   uint8
	wide    uint64
	word    uint
	address uintptr
}

func (t *T) change(d uint) {
	t.small--
	t.small -= 2
	t.wide -= two
	t.wide--
	t.word += d
	t.word -= d
	t.address += 12
}

func main() {
	t := &T{}
	t.change(4)
	fmt.Println(t.small, t.wide, t.word, t.address)
}
