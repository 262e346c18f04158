package main

import "fmt"

type Watch struct{ stops map[string]chan struct{} }

func (w *Watch) Start(name string, done chan<- string) {
	stop := make(chan struct{})
	if old := w.stops[name]; old != nil {
		close(old)
	}
	w.stops[name] = stop
	go func() {
		<-stop
		done <- "stopped"
	}()
}

func (w *Watch) Stop(name string) {
	if stop, ok := w.stops[name]; ok {
		close(stop)
		delete(w.stops, name)
	}
}

func main() {
	w := &Watch{stops: make(map[string]chan struct{})}
	done := make(chan string, 2)
	w.Start("a", done)
	w.Start("a", done)
	select {
	case s := <-done:
		fmt.Println(s)
	}
}
