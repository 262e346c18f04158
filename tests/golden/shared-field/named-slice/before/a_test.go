package golden

import (
	"sync"
	"testing"
)

func TestQueue(t *testing.T) {
	var q Queue
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() { q.Push(i) })
	}
	wg.Wait()
	for range 40 {
		wg.Go(func() { q.Pop() })
	}
	wg.Wait()
	if q.Len() != 0 {
		t.Fatal(q.Len())
	}
}
