package pointervalues

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestDeposits(t *testing.T) {
	b := NewBank()
	hammer.Run(10, func(i int) {
		for range 20 {
			b.Deposit("ann", 1)
			_ = b.Balance("bob")
		}
	})
	if got := b.Balance("ann"); got != 200 {
		t.Errorf("balance %d, want 200", got)
	}
}
