package clearmap

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestFlush(t *testing.T) {
	b := New()
	hammer.Run(10, func(i int) {
		b.Add(strconv.Itoa(i))
		b.Flush()
	})
	b.Flush()
	if b.Flushed() != 10 {
		t.Errorf("flushed %d, want 10", b.Flushed())
	}
}
