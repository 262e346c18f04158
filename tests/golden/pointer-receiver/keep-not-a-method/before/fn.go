package fn

type rec struct{ n int }

func set(r rec) { r.n = 1 }

func (r *rec) all(rs []rec) {
	for _, v := range rs {
		v.n++
		_ = v
	}
}
