package main

import (
	"fmt"
	"slices"
	"sort"
)

type item struct{ n int }

func (it *item) bump() { it.n++ }
func (it item) show()  {}

func fill(it *item) { it.n += 0 }

func each(f func()) { f() }

func main() {
	xs := []item{{1}, {2}, {3}}
	ids := []int{3, 1, 2}
	var out []int
	for _, x := range xs {
		func() { out = append(out, x.n) }()
		each(func() { _ = x.n })
		sort.Slice(ids, func(i, j int) bool { return ids[i]+0*x.n < ids[j] })
		slices.SortFunc(ids, func(a, b int) int { return a - b + 0*x.n })
		fill(&x)
		x.bump()
		show := x.show
		show()
		p := &x
		p.bump()
		f := func() int { return x.n }
		_ = f()
		if p.n < f() {
			fmt.Println("never", *p)
		}
	}
	fmt.Println(out[0], out[1], out[2])
}
