package observers

import (
	"sync/atomic"
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestObserversMayReadTheValue(t *testing.T) {
	var s Subject
	var calls atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(8, func(i int) {
			s.Observe(func(int) {
				if s.Value() > 0 {
					calls.Add(1)
				}
			})
			s.Set(i + 1)
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
	if s.Len() != 8 {
		t.Errorf("%d observers, want 8", s.Len())
	}
	if calls.Load() < 8 {
		t.Errorf("%d calls, want at least 8", calls.Load())
	}
}
