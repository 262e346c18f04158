package mappackage

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestHits(t *testing.T) {
	before := Hits("/")
	hammer.Run(8, func(int) {
		for range 100 {
			Hit("/")
		}
	})
	if n := Hits("/") - before; n != 800 {
		t.Errorf("Hits = %d, want 800", n)
	}
}
