package copiedstruct

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestReporter(t *testing.T) {
	s := NewStats()
	r := NewReporter(s)
	hammer.Run(8, func(i int) {
		for range 20 {
			s.Add("x")
			_ = r.Count("x")
		}
	})
	if r.Count("x") != 160 {
		t.Errorf("count %d, want 160", r.Count("x"))
	}
}
