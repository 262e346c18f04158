package order

type rec struct{ n int }

func show(int) {}

func (r rec) init() {
	if r.n = 1; r.n > 0 {
		show(1)
	}
}

func (r rec) deferArgument() {
	r.n = 1
	defer show(r.n)
}

func (r rec) index(xs []int) int {
	r.n = 1
	return xs[r.n]
}

func (r rec) post(n int) {
	for i := 0; i < n; r.n = i {
		i++
		show(r.n)
	}
}
