package session

import "time"

// Sweep ends the sessions that were idle for too long and returns how many these are.
func (m *Manager) Sweep(now time.Time) int {
	ended := 0
	for id, s := range m.sessions {
		if now.Sub(s.LastSeen) > m.idle {
			delete(m.sessions, id)
			delete(m.visitors, id)
			ended++
		}
	}
	m.swept.end(ended)
	return ended
}

func (m *Manager) sweepForever() {
	for now := range time.Tick(m.idle / 4) {
		if n := m.Sweep(now); n > 0 {
			m.log.Printf("%d sessions ended", n)
		}
	}
}
