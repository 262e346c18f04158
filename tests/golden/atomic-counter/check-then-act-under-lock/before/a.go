package lock

import "sync"

type T struct {
	mu sync.Mutex
	n  int
}

func (t *T) take(max int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n >= max {
		return false
	}
	println("one more")
	t.n++
	return true
}

func (t *T) taken() int { return t.n }
