package lasterror

import "errors"

var errRefused = errors.New("refused")

// Client remembers its last error.
type Client struct {
	lastErr error
}

func (c *Client) Call(ok bool) error {
	if !ok {
		c.lastErr = errRefused
		return c.lastErr
	}
	c.lastErr = nil
	return nil
}

func (c *Client) Err() error { return c.lastErr }
