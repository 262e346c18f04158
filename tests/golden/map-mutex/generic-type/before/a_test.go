package golden

import (
	"sync"
	"testing"
)

func TestCache(t *testing.T) {
	c := New[int, string]()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { c.Put(i, "x"); c.Get(i) })
	}
	wg.Wait()
}
