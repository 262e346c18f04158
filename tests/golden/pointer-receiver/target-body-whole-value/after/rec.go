package rec

type rec struct{ a, b int }

type wrap struct{ r rec }

func take(rec, ...rec) int { return 0 }

func (r *rec) all(o rec, m map[rec]int, ch chan rec, list []rec) ([]rec, bool) {
	ch <- *r
	_ = take(*r, *r)
	_ = m[*r]
	_ = wrap{*r}
	_ = wrap{r: *r}
	_ = []rec{*r}
	_ = map[rec]rec{*r: *r}
	_ = rec(*r)
	if *r == o || o != *r || (*r) == (rec{}) {
		return list, true
	}
	return append(list, *r), false
}

func (r *rec) self() rec         { return *r }
func (r *rec) pair() (rec, bool) { return *r, true }

func (r *rec) tag(o rec) int {
	switch *r {
	case o:
		return 1
	}
	switch o {
	case *r:
		return 2
	}
	return 0
}

func (r *rec) copy() int {
	c := *r
	var d = *r
	var e rec = *r
	c.a++
	d.a++
	e.a++
	return c.a + d.a + e.a + r.a
}
