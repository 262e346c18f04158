package highwater

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestMax(t *testing.T) {
	var g Gauge
	hammer.Run(16, func(i int) {
		for n := range 300 {
			g.Observe(n*16 + i)
		}
	})
	if g.Max() != 299*16+15 {
		t.Errorf("max %d, want %d", g.Max(), 299*16+15)
	}
}
