package subscribers

import (
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestHub(t *testing.T) {
	h := New()
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(8, func(int) {
			c := h.Subscribe()
			h.Broadcast("hello")
			if got := <-c; got != "hello" {
				t.Errorf("got %q", got)
			}
			h.Unsubscribe(c)
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
}
