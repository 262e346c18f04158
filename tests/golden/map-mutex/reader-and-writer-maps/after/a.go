package golden

import "sync"

type Both struct {
	mu sync.Mutex // guards a, b
	a  map[string]int
	b  map[string]int
}

func New() *Both { return &Both{a: map[string]int{}, b: map[string]int{}} }

func (x *Both) Put(k string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.a[k]++
	x.b[k]--
}
