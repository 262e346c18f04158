package decline

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
