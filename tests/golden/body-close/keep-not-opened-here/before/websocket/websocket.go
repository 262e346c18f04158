// Package websocket stands for those that upgrade a connection.
package websocket

import (
	"io"
	"net/http"
)

// Conn is the connection that the handshake's response carries.
type Conn struct{ rw io.ReadWriter }

// Write sends a message.
func (c *Conn) Write(text string) error {
	_, err := io.WriteString(c.rw, text)
	return err
}

// Dial gives the connection, and the response for its headers.
func Dial(u string) (*Conn, *http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, resp, err
	}
	rw, _ := resp.Body.(io.ReadWriter)
	return &Conn{rw}, resp, nil
}
