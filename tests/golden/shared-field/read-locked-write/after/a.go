package golden

import "sync"

type Meter struct {
	mu sync.RWMutex
	n  int
}

func (m *Meter) Add() {
	m.mu.Lock()
	m.n++
	m.mu.Unlock()
}

func (m *Meter) Get() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n = 0
	return m.n
}
