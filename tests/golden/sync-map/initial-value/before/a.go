package initial

type T struct{ m map[string]int }

var table = map[string]int{"a": 1}

func New(m map[string]int) *T { return &T{m: m} }

func (t *T) set(k string) {
	t.m[k] = 1
	table[k] = 2
}
