package lru

// LRU keeps the entries that were used last.
type LRU struct {
	limit  int
	values map[string]int
	order  []string
}

func New(limit int) *LRU {
	return &LRU{limit: limit, values: map[string]int{}}
}

// Get moves the key to the end of the order.
func (c *LRU) Get(key string) (int, bool) {
	v, ok := c.values[key]
	if ok {
		c.touch(key)
	}
	return v, ok
}

func (c *LRU) Put(key string, v int) {
	c.values[key] = v
	c.touch(key)
	if len(c.order) > c.limit {
		oldest := c.order[0]
		c.order = c.order[1:]
		delete(c.values, oldest)
	}
}

func (c *LRU) touch(key string) {
	for i, k := range c.order {
		if k == key {
			c.order = append(c.order[:i], c.order[i+1:]...)
			break
		}
	}
	c.order = append(c.order, key)
}

func (c *LRU) Consistent() bool {
	return len(c.order) == len(c.values) && len(c.order) <= c.limit
}
