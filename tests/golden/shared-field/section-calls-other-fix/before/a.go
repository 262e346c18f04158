package golden

import "sync"

type Log struct {
	mu    sync.RWMutex
	last  int
	files []string
	dead  []int
}

// Add puts a file in, under the next number.
func (l *Log) Add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files = append(l.files, name)
	l.last++
}

// Drop has a file deleted when nobody reads it any more.
func (l *Log) Drop(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = append(l.dead, id)
}

// Sweep deletes what nobody reads any more.
func (l *Log) Sweep() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var swept []string
	for _, id := range l.dead {
		swept = append(swept, l.files[id])
	}
	l.dead = nil
	return swept
}

// Sizes tells how many files there are, and how many are to be deleted.
func (l *Log) Sizes() (int, int, int) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.last, len(l.files), len(l.dead)
}

func (l *Log) count() int {
	return len(l.files) - len(l.dead)
}

// Open is called while others add files.
func (l *Log) Open() int {
	if l.last == 0 {
		return 0
	}
	return l.count()
}
