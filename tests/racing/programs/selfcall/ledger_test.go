package selfcall

import (
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestTransfer(t *testing.T) {
	l := New()
	l.Deposit("ann", 3)
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(10, func(i int) {
			for range 200 {
				_ = l.Transfer("ann", "bob", 1)
				_ = l.Transfer("bob", "ann", 1)
				if l.Balance("ann") < 0 || l.Balance("bob") < 0 {
					t.Error("a balance is negative")
					return
				}
			}
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
	if sum := l.Balance("ann") + l.Balance("bob"); sum != 3 {
		t.Errorf("sum is %d, want 3", sum)
	}
}
