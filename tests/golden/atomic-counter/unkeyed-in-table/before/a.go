package unkeyed

type T struct {
	name string
	n    int
}

var table = []*T{{"a", 1}, {"b", 2}}

func (t *T) hit() { t.n++ }
