package main

import "fmt"

type Row [3]int

func (r Row) Shift() {
	for i, v := range r {
		if i+1 < 3 {
			r[i+1] = v
		}
	}
	r[0] = 0
}

func main() {
	r := Row{1, 2, 3}
	r.Shift()
	fmt.Println([3]int(r))
}
