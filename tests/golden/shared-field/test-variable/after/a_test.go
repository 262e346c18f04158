package golden

import (
	"sync"
	"testing"
	"time"
)

var intervalMu sync.RWMutex // guards Interval
var Interval = 10 * time.Second

func shorten() {
	intervalMu.RLock()
	old := Interval
	intervalMu.RUnlock()
	defer func() {
		intervalMu.Lock()
		Interval = old
		intervalMu.Unlock()
	}()
	intervalMu.Lock()
	Interval = time.Second
	intervalMu.Unlock()
}

func wait() time.Duration {
	intervalMu.RLock()
	defer intervalMu.RUnlock()
	return Interval
}

func TestInterval(t *testing.T) {
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			shorten()
		}()
		go func() {
			defer wg.Done()
			wait()
		}()
	}
	wg.Wait()
}
