package mapcache

// Cache keeps what has been computed.
type Cache struct {
	entries map[string]int
}

func New() *Cache {
	return &Cache{entries: make(map[string]int)}
}

func (c *Cache) Get(key string) (int, bool) {
	v, ok := c.entries[key]
	return v, ok
}

func (c *Cache) Set(key string, value int) {
	c.entries[key] = value
}

func (c *Cache) Len() int {
	return len(c.entries)
}
