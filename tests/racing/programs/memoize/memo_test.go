package memoize

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestMemoize(t *testing.T) {
	double := Memoize(func(n int) int { return 2 * n })
	hammer.Run(8, func(i int) {
		for n := range 30 {
			if got := double(n); got != 2*n {
				t.Errorf("double(%d) = %d", n, got)
			}
		}
	})
}
