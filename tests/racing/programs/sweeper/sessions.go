package sweeper

import "time"

type session struct {
	user    string
	expires time.Time
}

// Sessions are the users that are logged in.
type Sessions struct {
	byToken map[string]session
}

func New() *Sessions {
	return &Sessions{byToken: make(map[string]session)}
}

func (s *Sessions) Add(token, user string, ttl time.Duration) {
	s.byToken[token] = session{user: user, expires: time.Now().Add(ttl)}
}

func (s *Sessions) User(token string) string {
	found, ok := s.byToken[token]
	if !ok {
		return ""
	}
	return found.user
}

// Sweep removes what has expired and tells how many sessions that were.
func (s *Sessions) Sweep(now time.Time) int {
	n := 0
	for token, each := range s.byToken {
		if now.After(each.expires) {
			delete(s.byToken, token)
			n++
		}
	}
	return n
}
