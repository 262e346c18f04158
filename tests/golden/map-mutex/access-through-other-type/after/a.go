package golden

import "sync"

type Client struct {
	mu     sync.Mutex // guards mounts
	mounts map[string]*Mount
}

type Mount struct{ id string }

type Ref struct {
	c  *Client
	id string
}

func NewClient() *Client { return &Client{mounts: map[string]*Mount{}} }

func (r *Ref) Mount() *Mount {
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	if m, ok := r.c.mounts[r.id]; ok {
		return m
	}
	m := &Mount{r.id}
	r.c.mounts[r.id] = m
	return m
}

func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id := range c.mounts {
		delete(c.mounts, id)
	}
}
