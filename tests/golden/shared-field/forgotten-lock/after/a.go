package golden

import "sync"

type Log struct {
	mu    sync.Mutex
	lines []string
	total int
}

func (l *Log) Add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	l.total += len(line)
}

func (l *Log) Reset() {
	l.mu.Lock()
	l.lines = nil
	l.total = 0
	l.mu.Unlock()
}

func (l *Log) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.lines)
}

func (l *Log) Total() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}
