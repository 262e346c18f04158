package client

import "net"

type Client struct{ conn net.Conn }

func New(addr string) (*Client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Client{conn: conn}, nil
}

func (c *Client) Reconnect(addr, other string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	spare, err := net.Dial("tcp", other)
	if err != nil {
		conn.Close()
		return err
	}
	if addr > other {
		conn, spare = spare, conn
	}
	spare.Close()
	old := c.conn
	c.conn = conn
	if old != nil {
		return old.Close()
	}
	return nil
}

func (c *Client) Close() error { return c.conn.Close() }
