package golden

import (
	"slices"
	"sync"
)

type Tree struct {
	mu   sync.RWMutex // guards kids
	kids map[string][]string
}

func New() *Tree { return &Tree{kids: map[string][]string{}} }

func (t *Tree) Add(parent, kid string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kids[parent] = append(t.kids[parent], kid)
}

// Count counts everything below a name.
func (t *Tree) Count(name string) int {
	n := 0
	t.mu.RLock()
	snap := slices.Clone(t.kids[name])
	t.mu.RUnlock()
	for _, kid := range snap {
		n += 1 + t.Count(kid)
	}
	return n
}
