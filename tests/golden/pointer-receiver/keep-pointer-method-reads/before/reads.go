package reads

type rec struct{ n, m int }

func (r *rec) sum() int { return r.n + r.m }

func (r rec) show() int { return r.sum() }

func (r *rec) fill() { r.n = 1 }

func (r rec) filled() int {
	r.fill()
	return r.n
}

func (r rec) built() rec {
	r.fill()
	return r
}
