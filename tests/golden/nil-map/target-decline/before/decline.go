package decline

import "example.com/absent"

type made struct{ m map[string]int }

func newMade() *made { return &made{m: make(map[string]int)} }

func (m *made) add(word string) { m.m[word]++ }

func fill(m map[string]int) { m["a"] = 1 }

type Value struct {
	m map[string]int
	n int
}

func (v *Value) init() { v.m = make(map[string]int) }

func (v Value) Add(word string) { v.m[word]++ }

func count(words []string) map[string]int {
	m := make(map[string]int)
	for _, word := range words {
		m[word]++
	}
	return m
}

func alias(v *Value) {
	m := v.m
	m["a"] = 1
}

func foreign(o *absent.Object) { o.Labels["a"] = "b" }

func called(get func() *Value) { get().m["a"] = 1 }
