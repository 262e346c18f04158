package golden

import "sync"

type table struct {
	rows map[string]int
}

type Cache struct {
	mu    sync.Mutex
	table *table
}

func (c *Cache) Put(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.table.rows[k]++
}

func (c *Cache) Get(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.table.rows[k]
}

func (c *Cache) Peek(k string) int { return c.table.rows[k] }
