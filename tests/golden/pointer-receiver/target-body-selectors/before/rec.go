package rec

type inner struct{ x int }

type rec struct {
	inner
	arr [3]int
	s   []int
	p   *rec
}

func take(p *int) {}

func (r *rec) ptr() *rec { return r }
func (r rec) val() int   { return r.x }

func (r rec) use() (int, func() int) {
	_ = r.arr[1] + r.s[0] + r.inner.x + r.x + (r).x
	take(&r.x)
	_ = r.ptr()
	_ = r.val() + r.p.val()
	return len(r.arr[:]), r.val
}
