package handlerfield

import (
	"testing"
	"time"

	"example.com/racing/internal/hammer"
)

func TestHandlerMayReplaceItself(t *testing.T) {
	s := &Server{}
	var echo func(string) string
	echo = func(in string) string {
		s.Handle(echo)
		return in
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		hammer.Run(8, func(i int) {
			s.Handle(echo)
			if got := s.Serve("x"); got != "x" {
				t.Errorf("Serve = %q", got)
			}
		})
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("hangs")
	}
}
