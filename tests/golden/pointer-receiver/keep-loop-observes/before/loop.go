package loop

type it struct {
	pos, end, last int
}

func show(int) {}

func (i it) walk() {
	for i.pos < i.end {
		show(1)
		i.pos++
	}
}

func (i it) previous(xs []int) {
	for _, x := range xs {
		show(i.last)
		i.last = x
	}
}

func (i it) jump(k int) {
again:
	show(i.last)
	i.last = k
	if k--; k > 0 {
		goto again
	}
}

func (i it) labelled(xs [][]int) {
outer:
	for _, row := range xs {
		show(i.last)
		for _, x := range row {
			i.last = x
			continue outer
		}
	}
}

func (i it) clause(n int) {
	for ; i.last < n; n-- {
		i.last = n
		continue
	}
}

func (i it) through(n int) {
	switch n {
	case 1:
		i.last = 1
		fallthrough
	case 2:
		show(i.last)
	}
}

func (i it) selected(a, b chan int) {
	for {
		select {
		case i.last = <-a:
		case b <- i.last:
			return
		}
	}
}
