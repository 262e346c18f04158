package golden

import "sync"

// Pool hands out what it was set up with.
type Pool struct {
	mu    sync.RWMutex
	state []string
	key   string
}

// Init is called before the pool is in use.
func (p *Pool) Init(names []string) {
	state := append([]string(nil), names...)
	p.state = state
	if len(p.state) == 0 {
		p.state = []string{"none"}
	}
	p.load()
	go p.refresh()
}

// load is a part of the set-up.
func (p *Pool) load() {
	p.key = p.state[0]
}

func (p *Pool) refresh() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = append(p.state, "again")
	p.key = p.state[0]
}

// Reset forgets all names.
func (p *Pool) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = nil
	p.key = ""
}

// Names returns the names.
func (p *Pool) Names() []string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return append([]string(nil), p.state...)
}

// Key returns the first name.
func (p *Pool) Key() string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.key
}
