package stack

type stack[T any] struct{ items []T }

func (s stack[T]) push(v T) { s.items = append(s.items, v) }

type cache[K comparable, _ any] struct{ last K }

func (c cache[K, V]) touch(k K, v V) { c.last = k }

func use() int {
	var s stack[int]
	s.push(1)
	var c cache[string, int]
	c.touch("a", 1)
	return len(s.items)
}
