package main

import "fmt"

// Memo remembers what a function has given.
type Memo[K comparable, V any] struct {
	known map[K]V
	f     func(K) V
}

// NewMemo remembers nothing yet.
func NewMemo[K comparable, V any](f func(K) V) *Memo[K, V] {
	return &Memo[K, V]{known: map[K]V{}, f: f}
}

// Of calls the function where it has to.
func (m *Memo[K, V]) Of(key K) V {
	if v, ok := m.known[key]; ok {
		return v
	}
	v := m.f(key)
	m.known[key] = v
	return v
}

func main() {
	calls := 0
	lengths := NewMemo(func(s string) int { calls++; return len(s) })
	lengths.Of("four")
	fmt.Println(lengths.Of("four"), calls)
}
