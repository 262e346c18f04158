package golden

import "sync"

type Names struct {
	sync.RWMutex
	byID map[int]string
}

func New() *Names { return &Names{byID: map[int]string{}} }

func (n *Names) Name(id int) string {
	n.RLock()
	defer n.RUnlock()
	return n.byID[id]
}

func (n *Names) Len() int {
	n.RLock()
	defer n.RUnlock()
	return len(n.byID)
}

func (n *Names) Rename(id int, name string) {
	n.Lock()
	n.byID[id] = name
	n.Unlock()
}

func (n *Names) Drop(id int) {
	n.Lock()
	defer n.Unlock()
	delete(n.byID, id)
}
