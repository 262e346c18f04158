package checkoutseats

import (
	"sync/atomic"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestSell(t *testing.T) {
	h := New(20)
	var sales atomic.Int64
	hammer.Run(10, func(int) {
		for range 5 {
			if h.Sell("x") {
				sales.Add(1)
			}
		}
	})
	if sales.Load() != 20 || h.Sold() != 20 {
		t.Errorf("%d sales, %d sold; want 20, 20", sales.Load(), h.Sold())
	}
}
