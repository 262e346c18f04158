package blank

type blank struct{ n int }

func (blank) a() {
	n := 1
	n++
}

func (_ blank) b(r blank) { r.n = 1 }

func (r *blank) c() { r.n = 1 }
