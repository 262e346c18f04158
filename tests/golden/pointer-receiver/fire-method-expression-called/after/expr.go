package expr

type rec struct{ n int }

func (r *rec) set(n int) { r.n = n }

func use(r rec, p *rec) {
	(*rec).set(&r, 1)
	(*rec).set(p, 2)
	(*rec).set(p, 3)
	(*rec).set(&r, 4)
}
