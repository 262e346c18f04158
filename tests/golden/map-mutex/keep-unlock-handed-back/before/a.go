package golden

import (
	"sync"
	"sync/atomic"
)

type Locker struct {
	mutex   sync.Mutex
	waiting atomic.Int32
	held    map[string][]string
}

func New() *Locker { return &Locker{held: map[string][]string{}} }

// taken locks the mutex. Call the returned function to unlock.
func (l *Locker) taken() func() {
	l.waiting.Add(1)
	l.mutex.Lock()
	l.waiting.Add(-1)
	return l.mutex.Unlock
}

func (l *Locker) Take(name, owner string) {
	defer l.taken()()
	l.held[name] = append(l.held[name], owner)
}

func (l *Locker) Drop(name string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	delete(l.held, name)
}

func (l *Locker) Len() int {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return len(l.held)
}

func (l *Locker) Clear() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	clear(l.held)
}

func (l *Locker) Has(name string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return len(l.held[name]) > 0
}

func (l *Locker) Reset() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.held = map[string][]string{}
}

func (l *Locker) Put(name string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.held[name] = nil
}

func (l *Locker) Names() []string {
	unlock := l.taken()
	var names []string
	for name := range l.held {
		names = append(names, name)
	}
	unlock()
	return names
}

func (l *Locker) Copy() map[string][]string {
	defer l.taken()()
	copied := make(map[string][]string, len(l.held))
	for name, owners := range l.held {
		if len(owners) == 0 {
			delete(l.held, name)
			continue
		}
		copied[name] = append([]string(nil), owners...)
	}
	return copied
}
