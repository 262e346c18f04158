package main

import (
	"strings"
	"sync"
	"time"
)

// Texts are long, and asked for by anybody.
var texts = newBoundedCache[string, string](500, 5*time.Minute)

func text(key string) string {
	if t, ok := texts.get(key); ok {
		return t
	}
	t := strings.Repeat(key, 1000)
	texts.set(key, t)
	return t
}

var names = map[string]int{}

func name(key string) { names[key] = len(text(key)) }

func main() {
	name("a")
}

// boundedCache is a map of at most size entries, each for at most ttl after it was set. A full one
// makes room by dropping what has expired or, of a few arbitrary entries, the one that expires
// first. Several goroutines may use it at once. A nil one is empty, as a nil map is.
type boundedCache[K comparable, V any] struct {
	mu      sync.Mutex
	entries map[K]boundedEntry[V]
	size    int
	ttl     time.Duration
}

type boundedEntry[V any] struct {
	value   V
	expires time.Time
}

func newBoundedCache[K comparable, V any](size int, ttl time.Duration) *boundedCache[K, V] {
	return &boundedCache[K, V]{entries: make(map[K]boundedEntry[V]), size: size, ttl: ttl}
}

// get returns the value of a key, or the zero value and false where there is none any more.
func (c *boundedCache[K, V]) get(key K) (value V, ok bool) {
	if c == nil {
		return value, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.entries[key]
	if ok && time.Now().After(entry.expires) {
		delete(c.entries, key)
		return value, false
	}
	return entry.value, ok
}

// set stores the value of a key, for ttl from now on.
func (c *boundedCache[K, V]) set(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; !ok && len(c.entries) >= c.size {
		c.makeRoom()
	}
	c.entries[key] = boundedEntry[V]{value: value, expires: time.Now().Add(c.ttl)}
}

// makeRoom looks at a few entries only, so that storing costs the same however large the cache is.
func (c *boundedCache[K, V]) makeRoom() {
	var first K
	var expires time.Time
	now, seen := time.Now(), 0
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
