package a

import "sync"

type core struct {
	mu   sync.Mutex
	conf *string
}

func (c *core) Get() *string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conf
}

func (c *core) Set(s *string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conf = s
}
