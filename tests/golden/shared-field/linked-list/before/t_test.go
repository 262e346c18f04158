package t

import (
	"sync"
	"testing"
)

func TestList(t *testing.T) {
	l := newList()
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.Append(n)
			l.Last()
		}()
	}
	wg.Wait()
}
