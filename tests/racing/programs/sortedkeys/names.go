package sortedkeys

import (
	"maps"
	"slices"
)

// Names is a set of names.
type Names struct {
	set map[string]bool
}

func New() *Names { return &Names{set: map[string]bool{}} }

func (n *Names) Add(name string) { n.set[name] = true }

// Sorted returns the names in order.
func (n *Names) Sorted() []string {
	return slices.Sorted(maps.Keys(n.set))
}
