package lru

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestLRU(t *testing.T) {
	c := New(4)
	hammer.Run(8, func(i int) {
		for n := range 50 {
			key := strconv.Itoa((n + i) % 6)
			c.Put(key, n)
			c.Get(key)
		}
	})
	if !c.Consistent() {
		t.Error("order and values differ")
	}
}
