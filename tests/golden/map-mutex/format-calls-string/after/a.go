package tally

import (
	"fmt"
	"sync"
)

// Tally counts votes.
type Tally struct {
	mu    sync.RWMutex // guards votes, last
	votes map[string]int
	last  map[string]string
}

// New returns an empty tally.
func New() *Tally { return &Tally{votes: map[string]int{}, last: map[string]string{}} }

func (t *Tally) String() string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return fmt.Sprintf("%d names", len(t.votes))
}

// Vote counts one, and keeps what the tally was then.
func (t *Tally) Vote(name string) {
	t.mu.Lock()
	t.votes[name]++
	t.mu.Unlock()
	entry := fmt.Sprint(t)
	t.mu.Lock()
	t.last[name] = entry
	t.mu.Unlock()
}

// Check is an error for a name without votes.
func (t *Tally) Check(name string) error {
	t.mu.RLock()
	entry := t.votes[name]
	t.mu.RUnlock()
	if entry == 0 {
		return t.missing(name)
	}
	return nil
}

func (t *Tally) missing(name string) error { return fmt.Errorf("%v, but none is %s", t, name) }
