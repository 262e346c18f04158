package golden

import "sync"

type Log struct {
	mu    sync.RWMutex
	names []string
}

// Add keeps a name.
func (l *Log) Add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names = append(l.names, name)
}

// All returns the names.
func (l *Log) All() []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return append([]string(nil), l.names...)
}

// Count tells how many there are.
func (l *Log) Count() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return len(l.names)
}

// Clear forgets all names.
func (l *Log) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names = nil
}

// Last gives the name that was kept last.
func (l *Log) Last() string {
	if len(l.names) == 0 {
		l.Add("first")
	}
	println(l.Count())
	return l.names[len(l.names)-1]
}
