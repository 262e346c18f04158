package golden

import "sync"

type entry struct {
	name string

	mu   sync.Mutex // guards seen
	seen map[string]bool
	n    int
}

func newEntry(name string) *entry {
	return &entry{name: name, seen: map[string]bool{}, n: 1}
}

func entries() []*entry {
	return []*entry{
		{name: "a", seen: map[string]bool{}, n: 2},
		{name: "b", seen: map[string]bool{}},
	}
}

func (e *entry) mark(k string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.seen[k] = true
}
