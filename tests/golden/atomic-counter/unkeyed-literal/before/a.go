package unkeyed

type T struct {
	name string
	n    int
}

func New() *T { return &T{"a", 1} }

func (t *T) hit() { t.n++ }
