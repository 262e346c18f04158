package timerfield

import (
	"testing"
	"time"
)

func TestExpired(t *testing.T) {
	l := New(5 * time.Millisecond)
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		if expired, reason := l.Expired(); expired {
			if reason != "timeout" {
				t.Errorf("reason %q", reason)
			}
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("never expired")
}
