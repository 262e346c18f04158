package shop

// Sessions holds who is signed in.
type Sessions struct {
	byID map[string]string
}

// NewSessions returns an empty one.
func NewSessions() *Sessions {
	return &Sessions{byID: make(map[string]string)}
}

// Put signs somebody in.
func (s *Sessions) Put(id, user string) {
	s.byID[id] = user
}

// Get returns who it is.
func (s *Sessions) Get(id string) string {
	return s.byID[id]
}
