package genericcache

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestGenericCache(t *testing.T) {
	c := New(func(n int) int { return n * n })
	hammer.Run(8, func(i int) {
		for n := range 20 {
			if got := c.Get(n); got != n*n {
				t.Errorf("Get(%d) = %d", n, got)
			}
		}
	})
	if c.Len() != 20 {
		t.Errorf("Len() = %d, want 20", c.Len())
	}
}
