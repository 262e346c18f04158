package t

import "sync"

type Keyed interface{ Key() string }

type Named interface{ Key() string }

type front struct {
	failures map[string]int
	mutex    sync.RWMutex
}

func newFront() *front { return &front{failures: make(map[string]int)} }

func (f *front) Next(request Keyed) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	f.failures[request.Key()] = 1
}

func (f *front) Forget(request Keyed) {
	key := request.Key()
	f.mutex.Lock()
	defer f.mutex.Unlock()
	delete(f.failures, key)
}

type typed struct {
	failures map[string]int
	mutex    sync.RWMutex
}

func newTyped() *typed { return &typed{failures: make(map[string]int)} }

func (t *typed) Next(request Keyed) {
	t.mutex.RLock()
	defer t.mutex.RUnlock()
	t.failures[request.Key()] = 1
}

func (t *typed) Forget(request Named) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	delete(t.failures, request.Key())
}

type locked struct {
	failures map[string]int
	mutex    sync.RWMutex
	other    sync.Mutex
}

func newLocked() *locked { return &locked{failures: make(map[string]int)} }

func (l *locked) Next(request Keyed) {
	l.mutex.RLock()
	defer l.mutex.RUnlock()
	l.failures[request.Key()] = 1
}

func (l *locked) Forget(request Keyed) {
	l.other.Lock()
	key := request.Key()
	l.other.Unlock()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	delete(l.failures, key)
}
