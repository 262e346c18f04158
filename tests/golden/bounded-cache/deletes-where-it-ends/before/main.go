package main

import (
	"fmt"
	"sync"
)

type file struct{ name string }

type writer struct {
	lock    sync.Mutex
	started map[*file]struct{} // written to before
	open    map[*file]int
}

func (w *writer) write(f *file) {
	w.lock.Lock()
	defer w.lock.Unlock()
	if _, ok := w.started[f]; !ok {
		w.started[f] = struct{}{}
	}
	w.open[f]++
}

func (w *writer) close(f *file) {
	w.lock.Lock()
	defer w.lock.Unlock()
	delete(w.open, f)
}

func main() {
	w := &writer{started: map[*file]struct{}{}, open: map[*file]int{}}
	f := &file{"a"}
	w.write(f)
	w.close(f)
	fmt.Println(len(w.started))
}
