package manager

import (
	"sync"
	"time"
)

type Manager struct {
	mu   sync.Mutex
	seen map[string]time.Time
	idle time.Duration
}

func NewManager(idle time.Duration) *Manager {
	m := &Manager{
		seen: make(map[string]time.Time),
		idle: idle,
	}
	if idle > 0 {
		go m.sweep()
	}
	return m
}

func (m *Manager) sweep() {
	for now := range time.Tick(m.idle) {
		m.mu.Lock()
		for id, seen := range m.seen {
			if now.Sub(seen) > m.idle {
				delete(m.seen, id)
			}
		}
		m.mu.Unlock()
	}
}

var global = NewManager(time.Hour)

func local() int {
	m := NewManager(0)
	return len(m.seen)
}

func returned() *Manager {
	m := NewManager(0)
	return m
}
