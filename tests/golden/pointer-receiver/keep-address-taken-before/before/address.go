package address

type rec struct {
	n   int
	arr [4]int
}

func (r *rec) keep() *rec { return r }

func (r rec) whole() int {
	p := &r
	r.n = 1
	return p.n
}

func (r rec) field() int {
	p := &r.n
	r.n = 1
	return *p
}

func (r rec) method() int {
	p := r.keep()
	r.n = 1
	return p.n
}

func (r rec) sliced() int {
	s := r.arr[:]
	r.arr[0] = 1
	return s[0]
}

func (r rec) element() int {
	p := &r.arr[1]
	r.arr[1] = 2
	return *p
}
