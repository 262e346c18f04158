package mapofstructs

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestMean(t *testing.T) {
	m := New()
	hammer.Run(8, func(int) {
		for range 100 {
			m.Observe("a", 2)
			_ = m.Mean("a")
		}
	})
	if m.Mean("a") != 2 || m.N("a") != 800 {
		t.Errorf("mean %v of %d; want 2 of 800", m.Mean("a"), m.N("a"))
	}
}
