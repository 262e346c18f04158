package golden

type E struct{ N int }

type T struct {
	*E
	X     int
	Slice []int
	M     map[string]int
	Ptr   *T
	P     *int
	Ch    chan int
	Fn    func()
	PArr  *[3]int
	Deep  struct{ List []T }
}

type PT *T

func (t T) Value() int { return t.X }

func (t *T) Pointer() { t.X++ }

func legal(m map[string]T, mp map[string]*T, pt map[string]PT, pa map[string]*[4]int,
	arrs map[string][4]int, ma map[string]any, k string) {
	m[k].Slice[0] = 1 // keep: the slice header is enough
	m[k].M["x"]++     // keep: the inner map takes the write
	m[k].Ptr.X = 1
	*m[k].P = 1
	mp[k].X = 1
	mp[k].Pointer()
	pt[k].X = 1
	pa[k][0]++
	_ = pa[k][:]
	m[k].N = 1 // keep: promoted through *E
	m[k].E.N++
	m[k].PArr[1] = 2
	m[k].Deep.List[0].X = 5
	m[k].Ptr.Pointer()
	_ = m[k].Value()
	g := m[k].Value
	_ = g
	m[k].Ch <- 1
	m[k].Fn()
	clear(m[k].M)
	delete(m[k].M, "x")
	for range arrs[k] {
	}
	ma[k].(*T).X = 1
	m[k] = T{}
	_ = &m[k].Slice[0]
	_ = &m[k].Ptr.X
	_ = m[k].Slice[:1]
	_ = m[k].PArr[:]
}

func slices(s []T, a [3]T, p *[3]T, k int) {
	s[k].X = 1
	a[k].X = 1
	p[k].X = 1
	s[k].Pointer()
	_ = &s[k]
	_ = a[:]
}

func counters(m map[string]int, k string) {
	m[k]++
	m[k] += 2
	m[k], m["y"] = 1, 2
	if m[k]++; m[k] > 3 {
		return
	}
}

type Unresolved = T

func pointers[P *T](m map[string]P, k string, u map[string]Unresolved) {
	u[k].Ptr.X = 1
}
