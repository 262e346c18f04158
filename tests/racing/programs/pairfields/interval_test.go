package pairfields

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestInterval(t *testing.T) {
	var in Interval
	hammer.Run(8, func(i int) {
		for n := range 200 {
			in.Set(n)
			if low, high := in.Get(); high != 2*low {
				t.Errorf("torn: %d, %d", low, high)
				return
			}
		}
	})
}
