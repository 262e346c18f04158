package main

import (
	"fmt"
	"net/http"
	"sort"
)

type settings struct{ limits map[string]int }

func backup(m map[string]int) int {
	backupLimits := m
	m["a"] = 2
	return backupLimits["a"]
}

func (s *settings) change(n int) (int, int) {
	old := s.limits
	s.limits["a"] = n
	return old["a"], s.limits["a"]
}

func orig(list []int) []int {
	var orig = list
	list[0] = 9
	return orig
}

func sorted(list []int) []int {
	previous := list
	sort.Ints(list)
	return previous
}

var defaults = map[string]int{"a": 1}

func options() map[string]int {
	opts := defaults
	opts["a"] = 2
	return opts
}

func (s settings) copied() {
	limitsCopy := s.limits
	limitsCopy["a"] = 2
}

func header(h http.Header) []string {
	saved := h
	h.Set("X", "b")
	return saved["X"]
}

func main() {
	fmt.Println("backup", backup(map[string]int{"a": 1}))
	s := &settings{map[string]int{"a": 1}}
	first, second := s.change(2)
	fmt.Println("old", first, second)
	fmt.Println("orig", orig([]int{1, 2, 3}))
	fmt.Println("sorted", sorted([]int{3, 1, 2}))
	options()
	fmt.Println("defaults", defaults["a"])
	t := settings{map[string]int{"a": 1}}
	t.copied()
	fmt.Println("copied", t.limits["a"])
	fmt.Println("header", header(http.Header{"X": {"a"}}))
}
