package unkeyed

type T struct {
	name string
	n    int
}

func New(n int) *T { return &T{"a", n} }

func zero() *T {
	t := &T{
		"zero",
		0,
	}
	return t
}

func (t *T) hit() { t.n++ }
