package embeddedstats

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestReport(t *testing.T) {
	s := New("a")
	hammer.Run(8, func(int) {
		for range 100 {
			s.Find("a")
			s.Find("b")
		}
	})
	if hits, misses := s.Report(); hits != 800 || misses != 800 {
		t.Errorf("%d hits, %d misses; want 800, 800", hits, misses)
	}
}
