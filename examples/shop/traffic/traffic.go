// Package traffic counts who visits the shop, and limits who visits too often.
package traffic

import "net/http"

// Limits are not changed once they are in use; Monitor.SetLimits replaces them.
type Limits struct {
	PerVisitor int
	Message    string
}

// Monitor counts the requests of each visitor in front of another handler.
type Monitor struct {
	next     http.Handler
	visits   map[string]int
	limits   *Limits
	rejected int
}

// NewMonitor returns a monitor in front of next.
func NewMonitor(next http.Handler, limits *Limits) *Monitor {
	return &Monitor{next: next, visits: map[string]int{}, limits: limits}
}

// ServeHTTP passes a request on, unless its visitor has had too many.
func (m *Monitor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	visitor := r.Header.Get("X-Visitor")
	m.visits[visitor]++
	if m.visits[visitor] > m.limits.PerVisitor {
		m.rejected++
		http.Error(w, m.limits.Message, http.StatusTooManyRequests)
		return
	}
	m.next.ServeHTTP(w, r)
}

// SetLimits replaces the limits.
func (m *Monitor) SetLimits(limits *Limits) { m.limits = limits }

// Visits tells how often the visitor has come.
func (m *Monitor) Visits(visitor string) int { return m.visits[visitor] }

// Rejected tells how many requests were turned away.
func (m *Monitor) Rejected() int { return m.rejected }
