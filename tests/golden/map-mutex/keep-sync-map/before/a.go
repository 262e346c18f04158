package golden

import "sync"

type Names struct {
	seen sync.Map
	kind map[string]bool
}

func (n *Names) Add(names []string) {
	for _, name := range names {
		go func() {
			n.seen.Store(name, true)
		}()
	}
}
