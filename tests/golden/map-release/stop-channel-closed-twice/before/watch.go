package watch

type Watch struct{ stops map[string]chan struct{} }

func (w *Watch) Start(name string) {
	stop := make(chan struct{})
	w.stops[name] = stop
	go func() { <-stop }()
}

func (w *Watch) Stop() {
	for _, stop := range w.stops {
		close(stop)
	}
}
