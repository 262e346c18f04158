package golden

import (
	"fmt"
	"io"
)

// Monitor turns away who comes too often.
type Monitor struct {
	visits map[string]int
	limit  int
}

// NewMonitor returns a monitor that lets everybody in a number of times.
func NewMonitor(limit int) *Monitor {
	return &Monitor{visits: map[string]int{}, limit: limit}
}

// Enter counts a visit and tells on w what comes of it.
func (m *Monitor) Enter(w io.Writer, visitor string) {
	m.visits[visitor]++
	if m.visits[visitor] > m.limit {
		fmt.Fprint(w, "too often")
		return
	}
	fmt.Fprint(w, "welcome")
}
