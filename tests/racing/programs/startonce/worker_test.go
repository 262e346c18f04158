package startonce

import (
	"sync/atomic"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestStart(t *testing.T) {
	var w Worker
	var started atomic.Int64
	hammer.Run(16, func(int) {
		if w.Start() {
			started.Add(1)
		}
	})
	if started.Load() != 1 || w.Starts() != 1 {
		t.Errorf("started %d times, counted %d; want 1, 1", started.Load(), w.Starts())
	}
}
