package main

import "fmt"

type source struct{ next func() int }

func newSource(next func() int) *source { return &source{next} }

type cell struct{ at *int }

func NewCell(at *int) cell { return cell{at} }

type row struct {
	n    int
	from *source
}

func main() {
	rows := []*row{{n: 1}, {n: 2}}
	for _, r := range rows {
		r.from = newSource(func() int { return r.n })
		stays := newSource(func() int { return r.n })
		defer stays.next()
	}
	var cells []cell
	for _, n := range []int{1, 2} {
		cells = append(cells, NewCell(&n))
	}
	for _, n := range []int{1, 2} {
		stays := newSource(func() int { return n })
		_ = stays.next()
	}
	fmt.Println(rows[0].from.next(), rows[1].from.next(), *cells[0].at, *cells[1].at)
}
