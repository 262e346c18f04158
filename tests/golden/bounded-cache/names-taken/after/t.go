package t

import (
	gosync "sync"
	clock "time"
)

type boundedCache struct{ at clock.Time }

var sync = boundedCache{clock.Now()}

var cached = newBoundedCache2[string, int](8, clock.Minute)

// Of counts its letters once.
func Of(time string) int {
	n, ok := cached.get(time)
	if !ok {
		n = len(time)
		cached.set(time, n)
	}
	return n
}

// boundedCache2 is a map of at most size entries, each for at most ttl after it was set. A full one
// makes room by dropping what has expired or, of a few arbitrary entries, the one that expires
// first. Several goroutines may use it at once. A nil one is empty, as a nil map is.
type boundedCache2[K comparable, V any] struct {
	mu      gosync.Mutex
	entries map[K]boundedEntry2[V]
	size    int
	ttl     clock.Duration
}

type boundedEntry2[V any] struct {
	value   V
	expires clock.Time
}

func newBoundedCache2[K comparable, V any](size int, ttl clock.Duration) *boundedCache2[K, V] {
	return &boundedCache2[K, V]{entries: make(map[K]boundedEntry2[V]), size: size, ttl: ttl}
}

// get returns the value of a key, or the zero value and false where there is none any more.
func (c *boundedCache2[K, V]) get(key K) (value V, ok bool) {
	if c == nil {
		return value, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.entries[key]
	if ok && clock.Now().After(entry.expires) {
		delete(c.entries, key)
		return value, false
	}
	return entry.value, ok
}

// set stores the value of a key, for ttl from now on.
func (c *boundedCache2[K, V]) set(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; !ok && len(c.entries) >= c.size {
		c.makeRoom()
	}
	c.entries[key] = boundedEntry2[V]{value: value, expires: clock.Now().Add(c.ttl)}
}

// makeRoom looks at a few entries only, so that storing costs the same however large the cache is.
func (c *boundedCache2[K, V]) makeRoom() {
	var first K
	var expires clock.Time
	now, seen := clock.Now(), 0
	for key, entry := range c.entries {
		if now.After(entry.expires) {
			delete(c.entries, key)
		} else if expires.IsZero() || entry.expires.Before(expires) {
			first, expires = key, entry.expires
		}
		if seen++; seen == 16 {
			break
		}
	}
	if len(c.entries) >= c.size {
		delete(c.entries, first)
	}
}
