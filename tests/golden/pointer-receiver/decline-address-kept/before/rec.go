package rec

type rec struct {
	n   int
	buf [4]int
}

func (r *rec) apply() { r.n = 7 }

func (r rec) clone() *rec { return &r }

func (r rec) bytes() []int { return r.buf[:] }

func (r rec) field() *int { return (&r.n) }

func (r rec) filled() int {
	s := r.buf[:]
	s[0] = 9
	return s[0]
}

func (r rec) applied() rec {
	r.apply()
	return r
}
