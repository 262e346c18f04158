package memorecursive

import (
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestFib(t *testing.T) {
	f := New()
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(6, func(i int) {
			if got := f.Of(30); got != 832040 {
				t.Errorf("Of(30) = %d", got)
			}
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
}
