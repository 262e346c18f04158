package a

import (
	"maps"
	"sync"
)

type Limits struct {
	mu      sync.RWMutex
	byOwner map[string]int
}

func (l *Limits) Set(owner string, limit int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byOwner[owner] = limit
}

// With changes a copy that nobody else has.
func (l *Limits) With(owner string, limit int) map[string]int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	own := maps.Clone(l.byOwner)
	own[owner] = limit
	return own
}

// Large fills a map of its own from the one that is read.
func (l *Limits) Large(least int) map[string]int {
	found := make(map[string]int)
	l.mu.RLock()
	defer l.mu.RUnlock()
	for owner, limit := range l.byOwner {
		if limit >= least {
			found[owner] = limit
		}
	}
	delete(found, "")
	return found
}
