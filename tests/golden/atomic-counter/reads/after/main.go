package main

import (
	"fmt"
	"sync/atomic"
)

var pos atomic.Int64

type celsius int

func next(n int) int { return n + 1 }

func main() {
	pos.Store(3)
	s := []int{1, 2, 3, 4}
	text := "abc"
	m := map[int]bool{3: true}
	var i int = int(pos.Load())
	v := int(pos.Load())
	fmt.Print(i, " ", v, " ", pos.Load(), " ", s[pos.Load()], " ", text[pos.Load()-1:pos.Load()], " ", 1<<pos.Load(), " ")
	fmt.Print(pos.Load() > 2, " ", pos.Load()%2 == 0, " ", celsius(pos.Load()), " ", float64(pos.Load())+0.5, " ")
	fmt.Printf("%02d %v %v ", int(pos.Load()), make([]int, pos.Load()), s[pos.Load():])
	if m[int(pos.Load())] && next(int(pos.Load())) == 4 && (int(pos.Load())) == v {
		fmt.Print(int(pos.Load()))
	}
	for i := 0; i < int(pos.Load()); i++ {
		fmt.Print(" ", i)
	}
	switch int(pos.Load()) {
	case 3:
		fmt.Println(" " + fmt.Sprint(int(pos.Load())))
	}
}
