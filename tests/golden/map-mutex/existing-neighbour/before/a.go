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
	c.mu.Unlock()
	c.byName[name] = id
}

func (c *Cache) Name(id int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.byID[id]
}

func (c *Cache) ID(name string) int {
	return c.byName[name]
}
