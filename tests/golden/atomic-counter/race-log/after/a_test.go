package racelog

import (
	"sync"
	"testing"
)

func TestServe(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { Serve() })
	}
	wg.Wait()
	if Served() != 8 {
		t.Log(int(served.Load()))
	}
}
