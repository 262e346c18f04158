package timeoutresult

import (
	"testing"
	"time"
)

func TestTimeout(t *testing.T) {
	slow := func() string {
		time.Sleep(30 * time.Millisecond)
		return "late"
	}
	if _, err := Ask(slow, 10*time.Millisecond); err != ErrTimeout {
		t.Error(err)
	}
	time.Sleep(60 * time.Millisecond)
	quick := func() string { return "now" }
	if got, err := Ask(quick, 5*time.Second); err != nil || got != "now" {
		t.Error(got, err)
	}
}
