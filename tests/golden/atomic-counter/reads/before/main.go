package main

import "fmt"

var pos int

type celsius int

func next(n int) int { return n + 1 }

func main() {
	pos = 3
	s := []int{1, 2, 3, 4}
	text := "abc"
	m := map[int]bool{3: true}
	var i int = pos
	v := pos
	fmt.Print(i, " ", v, " ", int64(pos), " ", s[pos], " ", text[pos-1:pos], " ", 1<<pos, " ")
	fmt.Print(pos > 2, " ", pos%2 == 0, " ", celsius(pos), " ", float64(pos)+0.5, " ")
	fmt.Printf("%02d %v %v ", pos, make([]int, pos), s[pos:])
	if m[pos] && next(pos) == 4 && (pos) == v {
		fmt.Print(pos)
	}
	for i := 0; i < pos; i++ {
		fmt.Print(" ", i)
	}
	switch pos {
	case 3:
		fmt.Println(" " + fmt.Sprint(pos))
	}
}
