package main

import "time"

type store struct {
	byID *boundedCache[int, string]
}

func newStore() *store {
	s := new(store)
	s.byID = newBoundedCache[int, string](10, 30*time.Second)
	return s
}

func (s *store) put(id int, name string) { s.byID.set(id, name) }

func (s *store) forget(id int) { s.byID.delete(id) }

func (c *boundedCache[K, V]) delete(key K) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, key)
}

// len counts what has expired too, until it is found to have.
func (c *boundedCache[K, V]) len() int {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.entries)
}

// value returns the value of a key, or the zero value where there is none any more.
func (c *boundedCache[K, V]) value(key K) V {
	value, _ := c.get(key)
	return value
}
