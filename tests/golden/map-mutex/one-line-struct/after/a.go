package golden

import "sync"

type one struct {
	mu sync.Mutex // guards m
	m  map[int]int
}

func newOne() *one { return &one{m: map[int]int{}} }

func (o *one) add(k int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.m[k]++
}

type two struct {
	name string

	mu sync.Mutex // guards m
	// m counts by key.
	m map[int]int
}

func newTwo() *two { return &two{m: map[int]int{}} }

func (t *two) add(k int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m[k]++
}
