package limits

import "sync"

// Limiter counts what each client has used.
type Limiter struct {
	mu   sync.Mutex // guards used
	used map[string]int
	full chan string
}

// New returns a limiter that tells full of those that are over their limit.
func New(full chan string) *Limiter { return &Limiter{used: map[string]int{}, full: full} }

// Take uses one, at most three for each client.
func (l *Limiter) Take(client string) bool {
	l.mu.Lock()
	switch {
	case client == "":
		l.mu.Unlock()
		return false
	case l.used[client] == 3:
		l.mu.Unlock()
		l.full <- client
		return false
	default:
		l.used[client]++
	}
	l.mu.Unlock()
	return true
}
