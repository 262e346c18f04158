package shop

import "sort"

type Store struct {
	m     map[string]int
	prev  map[string]int
	items []string
}

func (s *Store) Put(k string, v int) {
	m := s.m
	m[k] = v
}

func (s *Store) Count(k string) int {
	m := s.m
	m[k]++
	return s.m[k]
}

// The word is the field's own name: the local is a shortcut for it.
func (s *Store) Shift(k string) {
	prev := s.prev
	delete(prev, k)
	s.prev[k+"!"] = len(prev)
}

func (s *Store) Sort() []string {
	items := s.items
	sort.Strings(items)
	return s.items
}

func Fill(into map[string]int) {
	m := into
	m["a"] = 1
}

// Fill2 makes a copy of nothing.
func Fill2(into map[string]int) map[string]int {
	total := into
	total["a"] = 1
	return into
}
