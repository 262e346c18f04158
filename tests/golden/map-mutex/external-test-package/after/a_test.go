package golden_test

import (
	"sync"
	"testing"

	"example.com/golden"
)

var seenMu sync.Mutex // guards seen
var seen = map[string]bool{}

func TestNames(t *testing.T) {
	for range 4 {
		t.Run("each", func(t *testing.T) {
			t.Parallel()
			seenMu.Lock()
			seen[golden.Name()] = true
			seenMu.Unlock()
		})
	}
}
