package t

type status struct{ first, last, checks int }

type ref struct {
	status *status
	now    func() int
}

func newRef() *ref { return &ref{now: func() int { return 1 }} }

func (r *ref) update(at int) {
	if r.status == nil {
		r.status = &status{}
	}
	r.now()
	r.status.first = at
	r.status.last = at
	r.now()
	r.status.checks++
}

func (r *ref) checks() int {
	if r.status == nil {
		return 0
	}
	return r.status.checks
}
