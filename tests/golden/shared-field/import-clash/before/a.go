package golden

import "sync"

type Team struct {
	mu    sync.Mutex
	names []string
}

func slices() int { return 2 }

func (t *Team) Add(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.names = append(t.names, name)
}

func (t *Team) Drop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.names = t.names[slices():]
}

func (t *Team) Each(use func(string)) {
	for _, name := range t.names {
		use(name)
	}
}
