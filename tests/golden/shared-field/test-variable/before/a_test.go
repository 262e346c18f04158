package golden

import (
	"sync"
	"testing"
	"time"
)

var Interval = 10 * time.Second

func shorten() {
	old := Interval
	defer func() { Interval = old }()
	Interval = time.Second
}

func wait() time.Duration {
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
