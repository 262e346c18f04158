package gauge

import "sync"

// Gauge has a level that drains.
type Gauge struct {
	mu     sync.Mutex
	level  int
	drains int
}

// Fill raises the level.
func (g *Gauge) Fill() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.level++
}

// Drain empties a gauge that is full.
func (g *Gauge) Drain() {
	if g.level > 9 {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.level = 0
		g.drains++
	}
}

// Level returns the level.
func (g *Gauge) Level() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.level
}
