package loader

type Loader struct{ done chan struct{} }

func NewLoader(names []string) *Loader {
	l := &Loader{done: make(chan struct{})}
	go func() {
		for _, name := range names {
			_ = name
		}
		close(l.done)
	}()
	return l
}
