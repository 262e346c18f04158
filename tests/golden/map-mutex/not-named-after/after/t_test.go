package t

import (
	"sync"
	"testing"
)

func TestBoth(t *testing.T) {
	p, b := newPool(), newBoth()
	var wg sync.WaitGroup
	for fd := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			p.Connect(fd, p.Get(fd+1))
			b.Connect(fd, b.Get(fd+1))
		}()
	}
	wg.Wait()
}
