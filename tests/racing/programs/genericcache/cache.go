package genericcache

// Cache is a map with a loader.
type Cache[K comparable, V any] struct {
	values map[K]V
	load   func(K) V
	loads  int
}

func New[K comparable, V any](load func(K) V) *Cache[K, V] {
	return &Cache[K, V]{values: make(map[K]V), load: load}
}

// Get returns the value, which is loaded where it is not there yet.
func (c *Cache[K, V]) Get(key K) V {
	if v, ok := c.values[key]; ok {
		return v
	}
	v := c.load(key)
	c.values[key] = v
	return v
}

func (c *Cache[K, V]) Len() int { return len(c.values) }
