package main

import (
	"fmt"
	"sync"
)

type watcher struct{ done chan struct{} }

func (w *watcher) stop() error {
	close(w.done)
	return nil
}

type watchers struct {
	mu     sync.Mutex
	byName map[string]*watcher
}

func (w *watchers) Add(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.byName[name]; ok {
		return
	}
	w.byName[name] = &watcher{make(chan struct{})}
}

func (w *watchers) Stop(name string) error {
	w.mu.Lock()
	found, ok := w.byName[name]
	delete(w.byName, name)
	w.mu.Unlock()
	if !ok {
		return nil
	}
	return found.stop()
}

func main() {
	w := &watchers{byName: map[string]*watcher{}}
	w.Add("a")
	if err := w.Stop("a"); err != nil {
		panic(err)
	}
	fmt.Println(len(w.byName))
}
