package golden

import "sync"

type Client struct {
	allocMu sync.Mutex // serializes restarts

	mu      sync.Mutex // guards invalid
	invalid map[string]bool
}

func New() *Client { return &Client{invalid: map[string]bool{}} }

func (c *Client) Restart(run func()) {
	c.allocMu.Lock()
	defer c.allocMu.Unlock()
	run()
}

func (c *Client) Forget(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.invalid[id] {
		delete(c.invalid, id)
		return true
	}
	return false
}

func (c *Client) Spoil(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.invalid[id] = true
}
