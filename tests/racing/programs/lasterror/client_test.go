package lasterror

import (
	"errors"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestErr(t *testing.T) {
	c := &Client{}
	hammer.Run(8, func(i int) {
		_ = c.Call(i%2 == 0)
		if err := c.Err(); err != nil && !errors.Is(err, errRefused) {
			t.Error(err)
		}
	})
}
