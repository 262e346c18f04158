package mixedatomic

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestActive(t *testing.T) {
	var tr Tracker
	hammer.Run(8, func(int) {
		tr.Begin()
		if tr.Idle() || tr.Active() > 8 {
			t.Error(tr.Active())
		}
		tr.End()
	})
	if !tr.Idle() {
		t.Error(tr.Active())
	}
}
