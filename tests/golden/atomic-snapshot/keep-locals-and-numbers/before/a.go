package locals

type T struct{ n int }

func (t *T) set(n int) { t.n = n }

func f() *T {
	cfg := &T{}
	func() { cfg = &T{n: 1} }()
	return cfg
}
