package pool

import "testing"

func set(k string, c *Conn) { conns[k] = c }

func TestClose(t *testing.T) {
	set("a", &Conn{})
	closeAll()
}
