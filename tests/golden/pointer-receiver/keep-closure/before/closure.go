package closure

type rec struct{ n int }

func show(int) {}

func (r rec) before() {
	f := func() { show(r.n) }
	r.n = 1
	f()
}

func (r rec) deferred() {
	defer func() { show(r.n) }()
	r.n = 1
}

func (r rec) goroutine() {
	r.n = 1
	go func() { show(r.n) }()
}

func (r rec) writesInside() {
	func() { r.n = 1 }()
	show(r.n)
}
