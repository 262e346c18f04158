package t

import (
	"sync"
	"testing"
)

func TestRef(t *testing.T) {
	r := newRef()
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.update(n)
			r.checks()
		}()
	}
	wg.Wait()
}
