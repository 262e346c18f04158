package t

import (
	"sync"
	"testing"
)

func TestStore(t *testing.T) {
	s := NewStore()
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Touch("a")
			s.Get("a")
			s.Forget("a")
		}()
	}
	wg.Wait()
}
