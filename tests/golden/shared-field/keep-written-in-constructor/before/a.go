package golden

import "sync"

type Client struct {
	mu   sync.Mutex
	addr string
	open int
}

func Dial(addr string) *Client {
	c := &Client{}
	c.addr = addr
	return c
}

func (c *Client) Addr() string { return c.addr }

func (c *Client) Open() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open++
	return c.addr
}
