package closedflag

import "errors"

// ErrClosed is what a closed connection answers.
var ErrClosed = errors.New("closed")

type Conn struct {
	closed bool
}

func (c *Conn) Close() { c.closed = true }

func (c *Conn) Send(string) error {
	if c.closed {
		return ErrClosed
	}
	return nil
}
