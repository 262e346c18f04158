package shop

import "maps"

type Set struct{ m map[string]int }

func OnlyRead(m map[string]int) int {
	backup := m
	return backup["a"] + m["b"]
}

func Dies(m map[string]int) int {
	old := m
	n := len(old)
	m["a"] = n
	return n
}

func (s *Set) Replaced() map[string]int {
	old := s.m
	s.m = make(map[string]int)
	s.m["a"] = 1
	return old
}

func (s *Set) Owner(t *Set) map[string]int {
	old := t.m
	t = s
	t.m["a"] = 1
	return old
}

func Cloned(m map[string]int) map[string]int {
	backup := maps.Clone(m)
	m["a"] = 1
	return backup
}

func Again(m map[string]int) (int, map[string]int) {
	copied := m
	copied = map[string]int{"b": 2}
	copied["a"] = 1
	return len(m), copied
}

func Either(m map[string]int, fresh bool) int {
	saved := m
	if fresh {
		m = nil
		return len(saved)
	}
	return saved["a"]
}

func Array(a [3]int) int {
	backup := a
	a[0] = 1
	return backup[0]
}

func Loop(list []map[string]int) int {
	n := 0
	for _, m := range list {
		old := m
		n += len(old)
		m["seen"] = 1
	}
	return n
}
