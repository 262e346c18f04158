package t

import (
	"sync"
	"testing"
)

func TestRef(t *testing.T) {
	r := &ref{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.update("x")
			r.get()
			r.reset()
		}()
	}
	wg.Wait()
}
