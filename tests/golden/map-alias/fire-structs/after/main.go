package main

import (
	"fmt"
	"maps"
	"slices"
)

type config struct {
	labels map[string]int
	sizes  []int
	inner  struct{ limits map[string]int }
}

func (c *config) withOverrides(n int) *config {
	copied := *c
	copied.labels = maps.Clone(copied.labels)
	copied.sizes = slices.Clone(copied.sizes)
	copied.inner.limits = maps.Clone(copied.inner.limits)
	copied.labels["a"] = n
	copied.labels["b"] = n + 1
	copied.sizes[0] = 9
	copied.inner.limits["l"] = 7
	return &copied
}

type cart struct{ notes []string }

// WithNote returns a copy of the cart that carries a note.
func (c cart) WithNote(note string) cart {
	c.notes = slices.Clone(c.notes)
	c.notes[0] = note
	return c
}

type table [1]int

type sheet struct {
	rows []int
	*config
}

// promised gives a copy of the sheet, changed.
func promised(s *sheet) (t sheet) {
	var changed = *s
	changed.rows = slices.Clone(changed.rows)
	changed.rows[0]++
	return changed
}

func backup(s *sheet) int {
	backup := *s
	backup.rows = slices.Clone(backup.rows)
	s.rows[0]++
	return backup.rows[0]
}

func main() {
	c := &config{labels: map[string]int{"a": 1}, sizes: []int{1}}
	c.inner.limits = map[string]int{"l": 5}
	c.withOverrides(2)
	fmt.Println("with", c.labels, c.sizes, c.inner.limits["l"])
	k := cart{[]string{"a"}}
	k.WithNote("x")
	fmt.Println("note", k.notes)
	s := &sheet{rows: []int{0}}
	promised(s)
	fmt.Println("promised", s.rows)
	s.rows[0] = 0
	fmt.Println("backup", backup(s))
}
