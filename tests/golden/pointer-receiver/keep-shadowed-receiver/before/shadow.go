package shadow

type rec struct{ n int }

func (r rec) a() {
	{
		r := &r
		r.n = 1
	}
}

func (r rec) b(list []*rec) {
	for _, r := range list {
		r.n = 1
	}
}

func (r rec) c(v any) {
	switch r := v.(type) {
	case *rec:
		r.n = 1
	}
}

func (r rec) d() {
	f := func(r *rec) { r.n = 1 }
	f(nil)
}

func (r rec) e() {
	if r := new(rec); r != nil {
		r.n = 1
	}
}
