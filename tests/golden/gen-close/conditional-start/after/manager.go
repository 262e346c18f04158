package manager

import (
	"sync"
	"time"
)

type Manager struct {
	mu        sync.Mutex
	seen      map[string]time.Time
	idle      time.Duration
	stop      chan struct{} // closed by Close
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func NewManager(idle time.Duration) *Manager {
	m := &Manager{
		seen: make(map[string]time.Time),
		idle: idle,
		stop: make(chan struct{}),
	}
	if idle > 0 {
		m.wg.Add(1)
		go m.sweep()
	}
	return m
}

// Close ends the goroutines of the Manager.
// It may be called more than once.
func (m *Manager) Close() error {
	m.closeOnce.Do(func() {
		if m.stop != nil {
			close(m.stop)
		}
		m.wg.Wait()
	})
	return nil
}

func (m *Manager) sweep() {
	defer m.wg.Done()
	ticks := time.Tick(m.idle)
	for {
		select {
		case <-m.stop:
			return
		case now := <-ticks:
			m.mu.Lock()
			for id, seen := range m.seen {
				if now.Sub(seen) > m.idle {
					delete(m.seen, id)
				}
			}
			m.mu.Unlock()
		}
	}
}

var global = NewManager(time.Hour)

func local() int {
	m := NewManager(0)
	defer m.Close()
	return len(m.seen)
}

func returned() *Manager {
	m := NewManager(0)
	return m
}
