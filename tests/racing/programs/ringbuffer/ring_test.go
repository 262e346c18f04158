package ringbuffer

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestRing(t *testing.T) {
	r := New(64)
	hammer.Run(8, func(i int) {
		for range 16 {
			r.Push(1)
			if s := r.Sum(); s < 1 || s > 64 {
				t.Errorf("sum %d", s)
			}
		}
	})
	if r.Sum() != 64 || r.Len() != 64 {
		t.Errorf("sum %d, len %d; want 64, 64", r.Sum(), r.Len())
	}
}
