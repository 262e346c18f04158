package lock

import (
	"sync"
	"sync/atomic"
)

type T struct {
	mu sync.Mutex
	n  atomic.Int64
}

func (t *T) take(max int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if int(t.n.Load()) >= max {
		return false
	}
	println("one more")
	t.n.Add(1)
	return true
}

func (t *T) taken() int { return int(t.n.Load()) }
