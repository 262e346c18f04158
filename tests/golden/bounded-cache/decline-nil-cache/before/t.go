package t

type T struct {
	m map[string]int
	n int
}

func New() *T { return &T{m: map[string]int{}} }

func Empty() *T { return &T{n: 1} }

func (t *T) Put(key string, n int) { t.m[key] = n }

func (t *T) Get(key string) (int, bool) {
	n, ok := t.m[key]
	return n, ok
}

var names map[string]int

func Make() { names = make(map[string]int) }

func Put(key string, n int) { names[key] = n }
