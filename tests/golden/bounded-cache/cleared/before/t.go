package t

type T struct {
	m map[string]int
}

func New() *T { return &T{m: map[string]int{}} }

func (t *T) Put(key string, value int) { t.m[key] = value }

func (t *T) Reset() { t.m = make(map[string]int) }
