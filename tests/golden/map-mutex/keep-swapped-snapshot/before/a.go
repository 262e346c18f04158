package golden

import "sync/atomic"

type Watcher struct {
	cache atomic.Value
}

func (w *Watcher) refresh(names []string) {
	next := make(map[string]int, len(names))
	for i, name := range names {
		next[name] = i
	}
	w.cache.Store(next)
}

func (w *Watcher) Start(names []string) { go w.refresh(names) }

func (w *Watcher) Get(name string) int {
	m, _ := w.cache.Load().(map[string]int)
	return m[name]
}
