package other

type T struct{ i, n, m int }

func (t *T) each(xs []string) {
	for t.i = range xs {
		println(xs[t.i])
	}
}

func pair() (int, error) { return 1, nil }

func (t *T) two() (err error) {
	t.n, err = pair()
	return err
}

func count(xs []int) (total int) {
	for _, x := range xs {
		func() { total += x }()
	}
	return total
}

func (t *T) swap(other *T) {
	t.m, other.m = other.m, t.m
}
