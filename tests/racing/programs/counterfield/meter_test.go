package counterfield

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestMeter(t *testing.T) {
	var m Meter
	hammer.Run(8, func(int) {
		for range 1000 {
			m.Inc()
		}
	})
	if m.Count() != 8000 {
		t.Errorf("count %d, want 8000", m.Count())
	}
}
