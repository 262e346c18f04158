package golden

import "sync"

type Worker struct {
	mu    sync.Mutex
	jobs  []int
	state string
}

func (w *Worker) Start() {
	go func() { w.state = "running" }()
}

func (w *Worker) State() string { return w.state }

func (w *Worker) Add(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs = append(w.jobs, n)
}
