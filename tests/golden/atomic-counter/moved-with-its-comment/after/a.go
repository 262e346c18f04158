package leases

import "sync/atomic"

type lease struct {
	// expiry is when the lease ends.
	// It is in seconds.
	expiry int64 // first, for 64-bit alignment on 32-bit platforms
	id     string
	ttl    bool

	items map[string]bool
	done  chan struct{}
}

func (l *lease) refresh(at int64) { atomic.StoreInt64(&l.expiry, at) }

func (l *lease) left(now int64) int64 { return atomic.LoadInt64(&l.expiry) - now }

type stats struct {
	hits int64 // first, for 64-bit alignment on 32-bit platforms
	name string
	// counted since the start
	misses int64
}

func (s *stats) hit() { atomic.AddInt64(&s.hits, 1) }
