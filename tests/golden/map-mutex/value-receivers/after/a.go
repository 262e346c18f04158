package golden

import "sync"

type Uniq struct {
	mu sync.RWMutex // guards u
	u  map[string]int
}

func New() *Uniq { return &Uniq{u: map[string]int{}} }

func (u *Uniq) Set(k string, v int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.u[k] = v
}

func (u *Uniq) Get(k string) int {
	u.mu.RLock()
	defer u.mu.RUnlock()
	return u.u[k]
}

func (u *Uniq) Name() string { return "uniq" }
