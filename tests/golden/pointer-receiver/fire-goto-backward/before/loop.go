package loop

type loop struct{ n, last int }

func (l loop) run(k int) {
again:
	l.last = k
	k--
	if k > 0 {
		goto again
	}
}
