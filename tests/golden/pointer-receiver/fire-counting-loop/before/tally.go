package tally

type tally struct {
	n     int
	lines []string
	sum   int
}

func (t tally) count(xs []string) {
	for i, x := range xs {
		t.n++
		t.lines = append(t.lines, x)
		t.sum = t.sum + i
	}
}
