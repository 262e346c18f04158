package timerfield

import (
	"runtime"
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestExpired(t *testing.T) {
	hammer.Run(40, func(int) {
		l := New(2 * time.Millisecond)
		deadline := time.Now().Add(10 * time.Second)
		for time.Now().Before(deadline) {
			if expired, reason := l.Expired(); expired {
				if reason != "timeout" {
					t.Errorf("reason %q", reason)
				}
				return
			}
			runtime.Gosched()
		}
		t.Error("never expired")
	})
}
