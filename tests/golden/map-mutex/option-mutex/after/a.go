package golden

import "sync"

type Box struct {
	mu sync.Mutex // guards m
	m  map[string]int
}

func NewBox() *Box { return &Box{m: map[string]int{}} }

func (b *Box) Get(k string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.m[k]
}

func (b *Box) Put(k string, v int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.m[k] = v
}
