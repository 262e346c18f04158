package a

import "sync/atomic"

type core struct {
	conf atomic.Pointer[string]
}

func (c *core) Get() *string {
	return c.conf.Load()
}

func (c *core) Set(s *string) {
	c.conf.Store(s)
}
