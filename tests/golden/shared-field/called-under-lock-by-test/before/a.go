package golden

import "sync"

type Log struct {
	mu    sync.RWMutex
	files map[int]string
	dead  []int
}

// Drop has a file deleted when nobody reads it any more.
func (l *Log) Drop(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = append(l.dead, id)
}

// Sweep deletes what nobody reads any more.
func (l *Log) Sweep() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range l.dead {
		delete(l.files, id)
	}
	l.dead = nil
}

// Pending counts the files that are to be deleted.
func (l *Log) Pending() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return len(l.dead)
}

func (l *Log) Last() int {
	if len(l.dead) == 0 {
		return 0
	}
	return l.dead[len(l.dead)-1]
}

// Report tells what would be deleted next.
func (l *Log) Report() int {
	return l.Last()
}
