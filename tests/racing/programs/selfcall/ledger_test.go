package selfcall

import (
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestTransfer(t *testing.T) {
	l := New()
	l.Deposit("ann", 100)
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(10, func(i int) {
			for range 20 {
				_ = l.Transfer("ann", "bob", 1)
				_ = l.Transfer("bob", "ann", 1)
			}
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
	if sum := l.Balance("ann") + l.Balance("bob"); sum != 100 {
		t.Errorf("sum is %d, want 100", sum)
	}
	if l.Balance("ann") < 0 || l.Balance("bob") < 0 {
		t.Error("a balance is negative")
	}
}
