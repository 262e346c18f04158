package main

import (
	"fmt"
	"net/http"
)

func plain(m map[string]int) int {
	backup := m // what the caller gave
	m["a"] = 2
	return backup["a"]
}

func shown(m map[string]int) (map[string]int, bool) {
	saved := m
	if m != nil {
		m["a"] = 2
	}
	return saved, m == nil
}

func slice(list []int) []int {
	orig := list
	if len(list) > 0 {
		list[0] = 9
	}
	return orig
}

func key(k map[string]int) int {
	var old = k
	k["a"] = 2
	return old["a"]
}

func header(h http.Header) []string { saved := h; h.Set("X", "b"); return saved["X"] }

func main() {
	fmt.Println("plain", plain(map[string]int{"a": 1}))
	m, isNil := shown(nil)
	fmt.Println("nil", m == nil, isNil)
	fmt.Println("slice", slice([]int{1, 2}), slice([]int{}) == nil)
	fmt.Println("key", key(map[string]int{"a": 1}))
	fmt.Println("header", header(http.Header{"X": {"a"}}))
}
