package main

import "fmt"

type T struct {
	on bool
	n  int
}

type box struct{ list []T }

func (b *box) reset() {
	for _, v := range b.list {
		if v.n == 0 {
			v.n = 5
			break
		}
	}
}

func main() {
	s := []T{{n: 1}}
	for _, v := range s {
		v.on = true
		v.n++
	}
	b := &box{list: []T{{}}}
	b.reset()
	arr := [1]T{}
	for at, v := range arr {
		v.on = true
		_ = at
	}
	fmt.Println(s, b.list, arr)
}
