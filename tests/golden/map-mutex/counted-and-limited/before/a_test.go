package golden

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestEnter(t *testing.T) {
	m := NewMonitor(40)
	var welcome atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 10 {
				var said strings.Builder
				m.Enter(&said, "ann")
				if said.String() == "welcome" {
					welcome.Add(1)
				}
			}
		}()
	}
	wg.Wait()
	if welcome.Load() != 40 {
		t.Fatalf("%d visits, want 40", welcome.Load())
	}
}
