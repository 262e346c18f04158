package golden

type Tree struct {
	kids map[string][]string
}

func New() *Tree { return &Tree{kids: map[string][]string{}} }

func (t *Tree) Add(parent, kid string) {
	t.kids[parent] = append(t.kids[parent], kid)
}

// Count counts everything below a name.
func (t *Tree) Count(name string) int {
	n := 0
	for _, kid := range t.kids[name] {
		n += 1 + t.Count(kid)
	}
	return n
}
