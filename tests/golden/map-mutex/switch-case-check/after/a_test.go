package limits

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestTake(t *testing.T) {
	limiter := New(make(chan string, 100))
	var taken atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if limiter.Take("a") {
				taken.Add(1)
			}
		}()
	}
	wg.Wait()
	if taken.Load() != 3 {
		t.Errorf("%d were taken, not 3", taken.Load())
	}
}
