package golden

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestAddOnce(t *testing.T) {
	s := New()
	var wg sync.WaitGroup
	var added atomic.Int32
	for range 50 {
		wg.Go(func() {
			if s.Add("k") {
				added.Add(1)
			}
		})
	}
	wg.Wait()
	if added.Load() != 1 || s.Len() != 2 {
		t.Fatal(added.Load(), s.Len())
	}
}
