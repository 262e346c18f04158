package eventlog

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestLog(t *testing.T) {
	var l Log
	hammer.Run(8, func(i int) {
		for range 25 {
			l.Add("e")
			for _, e := range l.Events() {
				if e != "e" {
					t.Errorf("event %q", e)
				}
			}
			_ = l.Last()
		}
	})
	if n := len(l.Events()); n != 200 {
		t.Errorf("%d events, want 200", n)
	}
}
