package golden

import (
	"sync"
	"testing"
)

func TestInc(t *testing.T) {
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			Inc("a")
		}()
	}
	wg.Wait()
	if Hits("a") != 50 {
		t.Fatal(Hits("a"))
	}
}
