package limits

// Limiter counts what each client has used.
type Limiter struct {
	used map[string]int
	full chan string
}

// New returns a limiter that tells full of those that are over their limit.
func New(full chan string) *Limiter { return &Limiter{used: map[string]int{}, full: full} }

// Take uses one, at most three for each client.
func (l *Limiter) Take(client string) bool {
	switch {
	case client == "":
		return false
	case l.used[client] == 3:
		l.full <- client
		return false
	default:
		l.used[client]++
	}
	return true
}
