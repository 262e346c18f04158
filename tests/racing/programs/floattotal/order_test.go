package floattotal

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestTotal(t *testing.T) {
	var o Order
	hammer.Run(8, func(int) {
		for range 500 {
			o.Add(0.5)
		}
	})
	if o.Total() != 2000 {
		t.Errorf("total %v, want 2000", o.Total())
	}
}
