// Package ttlcache stands in for the real one: the same names, and as much of it as is called.
package ttlcache

import "time"

const DefaultTTL time.Duration = 0

type Item[K comparable, V any] struct {
	key     K
	value   V
	expires time.Time
}

func (item *Item[K, V]) Key() K   { return item.key }
func (item *Item[K, V]) Value() V { return item.value }

type Cache[K comparable, V any] struct {
	items    map[K]*Item[K, V]
	order    []K
	capacity uint64
	ttl      time.Duration
}

type Option[K comparable, V any] func(c *Cache[K, V])

func WithTTL[K comparable, V any](ttl time.Duration) Option[K, V] {
	return func(c *Cache[K, V]) { c.ttl = ttl }
}

func WithCapacity[K comparable, V any](capacity uint64) Option[K, V] {
	return func(c *Cache[K, V]) { c.capacity = capacity }
}

func WithDisableTouchOnHit[K comparable, V any]() Option[K, V] {
	return func(c *Cache[K, V]) {}
}

func New[K comparable, V any](options ...Option[K, V]) *Cache[K, V] {
	c := &Cache[K, V]{items: map[K]*Item[K, V]{}}
	for _, option := range options {
		option(c)
	}
	return c
}

func (c *Cache[K, V]) Start() {}

func (c *Cache[K, V]) Get(key K) *Item[K, V] {
	item := c.items[key]
	if item == nil || time.Now().After(item.expires) {
		return nil
	}
	return item
}

func (c *Cache[K, V]) Has(key K) bool { return c.Get(key) != nil }

func (c *Cache[K, V]) Set(key K, value V, ttl time.Duration) *Item[K, V] {
	if c.items[key] == nil {
		if uint64(len(c.items)) == c.capacity {
			c.Delete(c.order[0])
		}
		c.order = append(c.order, key)
	}
	item := &Item[K, V]{key, value, time.Now().Add(c.ttl)}
	c.items[key] = item
	return item
}

func (c *Cache[K, V]) Delete(key K) {
	for i, each := range c.order {
		if each == key {
			c.order = append(c.order[:i:i], c.order[i+1:]...)
		}
	}
	delete(c.items, key)
}

func (c *Cache[K, V]) DeleteAll() { c.items, c.order = map[K]*Item[K, V]{}, nil }
func (c *Cache[K, V]) Len() int   { return len(c.items) }

func (c *Cache[K, V]) Items() map[K]*Item[K, V] {
	items := map[K]*Item[K, V]{}
	for _, key := range c.order {
		if item := c.Get(key); item != nil {
			items[key] = item
		}
	}
	return items
}

func (c *Cache[K, V]) Range(f func(item *Item[K, V]) bool) {
	for _, key := range append([]K(nil), c.order...) {
		if item := c.Get(key); item != nil && !f(item) {
			return
		}
	}
}
