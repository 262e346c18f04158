package golden

import "sync"

type Pool struct {
	mu   sync.Mutex
	free map[int]bool
}

func (p *Pool) Get(id int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.takeLocked(id)
}

func (p *Pool) takeLocked(id int) bool {
	ok := p.free[id]
	delete(p.free, id)
	return ok
}

// Reset forgets every id. The caller must hold p.mu.
func (p *Pool) Reset() {
	p.free = make(map[int]bool)
}

func (p *Pool) Put(id int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free[id] = true
}
