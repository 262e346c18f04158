package golden

import (
	"sync"
	"sync/atomic"
)

type counters struct {
	bytes atomic.Int64
	path  string
}

type Progress struct {
	mu       sync.Mutex
	counters counters
}

func (p *Progress) Hashed(n int64) { p.counters.bytes.Add(n) }

func (p *Progress) Enter(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counters.path = path
}

func (p *Progress) Leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counters.path = ""
}

func (p *Progress) Path() string {
	return p.counters.path
}
