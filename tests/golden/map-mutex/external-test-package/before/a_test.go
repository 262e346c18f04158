package golden_test

import (
	"testing"

	"example.com/golden"
)

var seen = map[string]bool{}

func TestNames(t *testing.T) {
	for range 4 {
		t.Run("each", func(t *testing.T) {
			t.Parallel()
			seen[golden.Name()] = true
		})
	}
}
