package unkeyedliteral

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestBestScore(t *testing.T) {
	s := newScores()
	hammer.Run(20, func(i int) { s.report("ann", i) })
	if got := s.of("ann"); got != 19 {
		t.Errorf("best is %d, want 19", got)
	}
}
