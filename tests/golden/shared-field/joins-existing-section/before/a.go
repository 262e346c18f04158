package golden

import (
	"fmt"
	"io"
	"sync"
)

// Monitor turns away who comes too often.
type Monitor struct {
	mu     sync.RWMutex // guards visits
	visits map[string]int
	limit  int
}

// NewMonitor returns a monitor that lets everybody in a number of times.
func NewMonitor(limit int) *Monitor {
	return &Monitor{visits: map[string]int{}, limit: limit}
}

// Enter counts a visit and tells on w what comes of it.
func (m *Monitor) Enter(w io.Writer, visitor string) {
	m.mu.Lock()
	m.visits[visitor]++
	entry := m.visits[visitor]
	m.mu.Unlock()
	if entry > m.limit {
		fmt.Fprint(w, "too often")
		return
	}
	fmt.Fprint(w, "welcome")
}

// Raise lets the visitors in more often.
func (m *Monitor) Raise() {
	m.limit++
}
