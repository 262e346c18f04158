package eachcallback

import (
	"sync/atomic"
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestHandlersUnsubscribeThemselves(t *testing.T) {
	b := NewBus()
	var calls atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(6, func(int) {
			var id int
			ready := make(chan struct{})
			id = b.Subscribe(func(string) {
				<-ready
				calls.Add(1)
				b.Unsubscribe(id)
			})
			close(ready)
			b.Publish("hello")
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
	if b.Len() != 0 {
		t.Errorf("%d handlers are left", b.Len())
	}
	if calls.Load() < 6 {
		t.Errorf("%d calls, want at least 6", calls.Load())
	}
}
