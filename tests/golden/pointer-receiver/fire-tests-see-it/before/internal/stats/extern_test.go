package stats_test

import (
	"testing"

	"example.com/golden/internal/stats"
)

func TestHitOutside(t *testing.T) {
	s := []stats.Stats{{}}
	s[0].Hit()
}
