package genericcounter

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestShare(t *testing.T) {
	var h Histogram[string]
	hammer.Run(8, func(i int) {
		for range 50 {
			h.Add("x")
			if h.Share("x") != 1 {
				t.Errorf("share %v", h.Share("x"))
				return
			}
		}
	})
	if h.total != 400 {
		t.Errorf("total %d, want 400", h.total)
	}
}
