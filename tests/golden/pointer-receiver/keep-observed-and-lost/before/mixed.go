package mixed

type rec struct{ n, m int }

func take(rec) {}

func (r rec) mixed() {
	r.n = 1
	take(r)
	r.m = 2
}
