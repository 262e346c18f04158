package golden

import "sync"

type Tally struct {
	mu sync.Mutex // guards n
	n  map[string]int
}

func NewTally() *Tally { return &Tally{n: map[string]int{}} }

func (t *Tally) Add(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k]++
}

func (t *Tally) Drop(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.n, k)
}
