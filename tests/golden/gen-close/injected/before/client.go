package client

import "net"

type Client struct{ conn net.Conn }

func New(conn net.Conn) *Client { return &Client{conn: conn} }

func (c *Client) Send(b []byte) error {
	_, err := c.conn.Write(b)
	return err
}
