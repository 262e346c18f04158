package closedflag

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestClose(t *testing.T) {
	c := &Conn{}
	hammer.Run(8, func(i int) {
		if i == 0 {
			c.Close()
			return
		}
		if err := c.Send("x"); err != nil && err != ErrClosed {
			t.Error(err)
		}
	})
	if c.Send("x") != ErrClosed {
		t.Error("still open")
	}
}
