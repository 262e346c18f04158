package watch

import "time"

type Watch struct{ n int }

func New() *Watch {
	w := &Watch{}
	go w.run()
	return w
}

func (w *Watch) run() {
	for range time.Tick(time.Second) {
		w.n++
		if w.n > 1000 {
			return
		}
	}
}
