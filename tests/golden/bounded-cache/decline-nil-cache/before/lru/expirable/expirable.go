// Package expirable stands in for the real one: the same names, and as much of it as is called.
package expirable

import "time"

type EvictCallback[K comparable, V any] func(key K, value V)

type entry[V any] struct {
	value   V
	expires time.Time
}

type LRU[K comparable, V any] struct {
	entries map[K]entry[V]
	order   []K
	size    int
	ttl     time.Duration
}

func NewLRU[K comparable, V any](size int, onEvict EvictCallback[K, V], ttl time.Duration) *LRU[K, V] {
	return &LRU[K, V]{entries: map[K]entry[V]{}, size: size, ttl: ttl}
}

func (c *LRU[K, V]) Add(key K, value V) bool {
	c.Remove(key)
	c.order = append(c.order, key)
	c.entries[key] = entry[V]{value, time.Now().Add(c.ttl)}
	if len(c.order) <= c.size {
		return false
	}
	c.Remove(c.order[0])
	return true
}

func (c *LRU[K, V]) Get(key K) (value V, ok bool) { return c.Peek(key) }

func (c *LRU[K, V]) Peek(key K) (value V, ok bool) {
	found, ok := c.entries[key]
	if !ok || time.Now().After(found.expires) {
		return value, false
	}
	return found.value, true
}

func (c *LRU[K, V]) Remove(key K) bool {
	_, ok := c.entries[key]
	for i, each := range c.order {
		if each == key {
			c.order = append(c.order[:i:i], c.order[i+1:]...)
		}
	}
	delete(c.entries, key)
	return ok
}

func (c *LRU[K, V]) Keys() []K { return append([]K(nil), c.order...) }
func (c *LRU[K, V]) Len() int  { return len(c.order) }
func (c *LRU[K, V]) Purge()    { c.entries, c.order = map[K]entry[V]{}, nil }
