package mapcache

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestCache(t *testing.T) {
	c := New()
	hammer.Run(8, func(i int) {
		key := strconv.Itoa(i)
		c.Set(key, i)
		if v, ok := c.Get(key); !ok || v != i {
			t.Errorf("Get(%q) = %d, %v", key, v, ok)
		}
	})
	if c.Len() != 8 {
		t.Errorf("Len() = %d, want 8", c.Len())
	}
}
