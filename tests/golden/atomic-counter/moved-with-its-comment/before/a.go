package leases

type lease struct {
	id  string
	ttl bool

	items map[string]bool
	// expiry is when the lease ends.
	// It is in seconds.
	expiry int64
	done   chan struct{}
}

func (l *lease) refresh(at int64) { l.expiry = at }

func (l *lease) left(now int64) int64 { return l.expiry - now }

type stats struct {
	name string
	// counted since the start
	hits   int64
	misses int64
}

func (s *stats) hit() { s.hits++ }
