package main

import (
	"fmt"
	"net/http"
)

func plain(m map[string]int) int {
	backup := make(map[string]int, len(m)) // what the caller gave
	for k, v := range m {
		backup[k] = v
	}
	m["a"] = 2
	return backup["a"]
}

func shown(m map[string]int) (map[string]int, bool) {
	var saved map[string]int
	if m != nil {
		saved = make(map[string]int, len(m))
		for k, v := range m {
			saved[k] = v
		}
	}
	if m != nil {
		m["a"] = 2
	}
	return saved, m == nil
}

func slice(list []int) []int {
	orig := append(list[:0:0], list...)
	if len(list) > 0 {
		list[0] = 9
	}
	return orig
}

func key(k map[string]int) int {
	old := make(map[string]int, len(k))
	for key, value := range k {
		old[key] = value
	}
	k["a"] = 2
	return old["a"]
}

func header(h http.Header) []string {
	saved := make(http.Header, len(h))
	for k, v := range h {
		saved[k] = v
	}
	h.Set("X", "b")
	return saved["X"]
}

func main() {
	fmt.Println("plain", plain(map[string]int{"a": 1}))
	m, isNil := shown(nil)
	fmt.Println("nil", m == nil, isNil)
	fmt.Println("slice", slice([]int{1, 2}), slice([]int{}) == nil)
	fmt.Println("key", key(map[string]int{"a": 1}))
	fmt.Println("header", header(http.Header{"X": {"a"}}))
}
