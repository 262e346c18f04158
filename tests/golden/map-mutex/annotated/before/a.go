package golden

import "sync"

type Pool struct {
	mu   sync.Mutex
	busy map[int]bool // guarded by mu
}

func (p *Pool) Busy(id int) bool { return p.busy[id] }
