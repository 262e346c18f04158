package startonce

// Worker starts once.
type Worker struct {
	started bool
	starts  int
}

// Start reports whether this call started the worker.
func (w *Worker) Start() bool {
	if w.started {
		return false
	}
	w.started = true
	w.starts++
	return true
}

func (w *Worker) Starts() int { return w.starts }
