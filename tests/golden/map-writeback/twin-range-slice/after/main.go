package main

import "fmt"

type T struct {
	on bool
	n  int
}

type box struct{ list []T }

func (b *box) reset() {
	for i, v := range b.list {
		if v.n == 0 {
			b.list[i].n = 5
			break
		}
	}
}

func main() {
	s := []T{{n: 1}}
	for i := range s {
		s[i].on = true
		s[i].n++
	}
	b := &box{list: []T{{}}}
	b.reset()
	arr := [1]T{}
	for at := range arr {
		arr[at].on = true
		_ = at
	}
	fmt.Println(s, b.list, arr)
}
