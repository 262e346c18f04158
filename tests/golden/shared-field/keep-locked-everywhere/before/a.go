package golden

import "sync"

type Meter struct {
	mu sync.Mutex
	n  int
}

func (m *Meter) Add(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.add(n)
}

func (m *Meter) add(n int) { m.n += n }

func (m *Meter) Get() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.n
}
