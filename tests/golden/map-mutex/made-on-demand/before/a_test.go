package golden

import (
	"sync"
	"testing"
)

func TestOf(t *testing.T) {
	var e Engine
	found := make([]*selector, 8)
	var wg sync.WaitGroup
	for i := range found {
		wg.Add(1)
		go func() {
			defer wg.Done()
			found[i] = e.of(func() string { return "a" }, "b")
		}()
	}
	wg.Wait()
	for _, each := range found {
		if each != found[0] {
			t.Error("two selectors for one key")
		}
	}
}
