package golden

import "sync"

type Tags struct {
	mu     sync.RWMutex // guards byName
	byName map[string]map[string]int
}

func New() *Tags { return &Tags{byName: make(map[string]map[string]int)} }

func (t *Tags) Add(name, key string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.byName[name]; !ok {
		t.byName[name] = make(map[string]int)
	}
	t.byName[name][key] = n
}

// Put writes only what is in the entry.
func (t *Tags) Put(name, key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.byName[name][key]++
}

func (t *Tags) Drop(name, key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.byName[name], key)
}

func (t *Tags) Get(name, key string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.byName[name][key]
}
