// Package session knows who is looking at the shop.
package session

import (
	"crypto/rand"
	"encoding/hex"
	"log"
	"time"
)

// Session is one visitor.
type Session struct {
	ID       string
	UserID   int
	LastSeen time.Time
	Pages    []string
	limits
}

// limits is embedded by value: its fields are promoted.
type limits struct {
	requests int
	refused  int
}

// visitor is what the front page shows of somebody who is here now.
type visitor struct {
	*Session
	since time.Duration
}

// Manager holds the sessions and sweeps the old ones.
type Manager struct {
	sessions map[string]*Session
	visitors map[string]visitor
	reminder map[string]*time.Timer
	idle     time.Duration
	log      *log.Logger
	swept    tally
}

// tally counts what happened to sessions.
type tally struct {
	ended, renewed int
	longest        time.Duration
	byHour         [24]int
}

// NewManager starts a manager that forgets sessions which were idle for longer than that.
func NewManager(idle time.Duration, log *log.Logger) *Manager {
	m := &Manager{
		sessions: make(map[string]*Session),
		visitors: make(map[string]visitor),
		reminder: make(map[string]*time.Timer),
		idle:     idle,
		log:      log,
	}
	if idle > 0 {
		go m.sweepForever()
	}
	return m
}

// Start opens a session.
func (m *Manager) Start(userID int, now time.Time) (*Session, error) {
	token := make([]byte, 8)
	if _, err := rand.Read(token); err != nil {
		return nil, err
	}
	s := &Session{ID: hex.EncodeToString(token), UserID: userID, LastSeen: now}
	m.sessions[s.ID] = s
	m.visitors[s.ID] = visitor{Session: s}
	return s, nil
}

// Touch notes a request of a session. Sessions are pointers, so the element can be written.
func (m *Manager) Touch(id, page string, now time.Time) bool {
	if m.sessions[id] == nil {
		return false
	}
	m.swept.renew(now.Sub(m.sessions[id].LastSeen), now.Hour())
	m.sessions[id].LastSeen = now
	m.sessions[id].Pages = append(m.sessions[id].Pages, page)
	m.sessions[id].requests++
	return true
}

// Refuse counts a refused request; the field is reached through an embedded pointer.
func (m *Manager) Refuse(id string) {
	if v, ok := m.visitors[id]; ok {
		v.refused++
	}
}

// Greet updates how long everybody has been here.
func (m *Manager) Greet(now time.Time) {
	for _, v := range m.visitors {
		v.since = now.Sub(v.LastSeen)
	}
}

// Remind calls f when a session was idle for half of the time allowed.
func (m *Manager) Remind(id string, f func()) {
	m.reminder[id] = time.AfterFunc(m.idle/2, f)
}

// renew counts a request of a session that was idle for some time.
func (t tally) renew(idle time.Duration, hour int) {
	t.renewed++
	t.byHour[hour]++
	if idle > t.longest {
		t.longest = idle
	}
}

// end counts n sessions that ended.
func (t *tally) end(n int) { t.ended += n }
