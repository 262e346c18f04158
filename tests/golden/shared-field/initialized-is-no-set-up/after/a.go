package golden

import "sync"

type Pool struct {
	mu    sync.RWMutex
	state []string
}

// Initialized is asked for at any time.
func (p *Pool) Initialized() bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.state != nil
}

// Init starts what goes on beside it.
func (p *Pool) Init() {
	go p.Add("first")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = p.state[:0]
}

// Add keeps a name.
func (p *Pool) Add(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = append(p.state, name)
}

// Reset forgets all names.
func (p *Pool) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = nil
}

// Names returns the names.
func (p *Pool) Names() []string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return append([]string(nil), p.state...)
}
