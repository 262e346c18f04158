package golden

import (
	"sync"
	"testing"
)

func TestHook(t *testing.T) {
	s := New()
	hook := s.Hook()
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() { hook("a") })
	}
	wg.Wait()
	if s.Total() != 30 {
		t.Fatal(s.Total())
	}
}
