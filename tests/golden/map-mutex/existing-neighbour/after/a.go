package golden

import "sync"

type Cache struct {
	mu     sync.Mutex
	byID   map[int]string
	byName map[string]int
}

func New() *Cache {
	return &Cache{byID: map[int]string{}, byName: map[string]int{}}
}

func (c *Cache) Put(id int, name string) {
	c.mu.Lock()
	c.byID[id] = name
	c.byName[name] = id
	c.mu.Unlock()
}

func (c *Cache) Name(id int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.byID[id]
}

func (c *Cache) ID(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.byName[name]
}
