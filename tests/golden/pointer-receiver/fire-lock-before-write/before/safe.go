package safe

import "sync"

type counter struct {
	mu sync.Mutex
	n  int
}

func (c counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}
