package ratelimit

import "time"

// Limiter allows a number of events in each window.
type Limiter struct {
	limit  int
	used   int
	resets time.Time
}

func New(limit int) *Limiter { return &Limiter{limit: limit} }

func (l *Limiter) Allow(now time.Time) bool {
	if now.After(l.resets) {
		l.used = 0
		l.resets = now.Add(time.Hour)
	}
	if l.used >= l.limit {
		return false
	}
	l.used++
	return true
}
