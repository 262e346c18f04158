package golden

import (
	"sync"
	"testing"
)

func TestTags(t *testing.T) {
	tags := New()
	tags.Add("a", "n", 0)
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 50 {
				tags.Put("a", "n")
				tags.Add("a", "m", 1)
				tags.Drop("a", "m")
			}
		}()
	}
	wg.Wait()
	if got := tags.Get("a", "n"); got != 400 {
		t.Errorf("got %d, want 400", got)
	}
}
