package a

import "sync"

type Names struct {
	mu   sync.RWMutex
	byID map[int]string
}

// Get looks under the lock for reading, gives it back, and writes under the other one.
func (n *Names) Get(id int, name func(int) string) string {
	n.mu.RLock()
	found, ok := n.byID[id]
	n.mu.RUnlock()
	if ok {
		return found
	}
	made := name(id)
	n.mu.Lock()
	defer n.mu.Unlock()
	if found, ok := n.byID[id]; ok {
		return found
	}
	n.byID[id] = made
	return made
}

// Drop gives the lock back on both ways before it takes it for writing.
func (n *Names) Drop(id int) bool {
	n.mu.RLock()
	if _, ok := n.byID[id]; !ok {
		n.mu.RUnlock()
		return false
	}
	n.mu.RUnlock()
	n.mu.Lock()
	delete(n.byID, id)
	n.mu.Unlock()
	return true
}
