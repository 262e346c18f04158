package golden

type entry struct {
	name string
	seen map[string]bool
	n    int
}

func newEntry(name string) *entry {
	return &entry{name, map[string]bool{}, 1}
}

func entries() []*entry {
	return []*entry{
		{"a", map[string]bool{}, 2},
		{name: "b", seen: map[string]bool{}},
	}
}

func (e *entry) mark(k string) {
	e.seen[k] = true
}
