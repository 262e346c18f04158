package golden

import (
	"sync"
	"testing"
)

func TestSet(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { Set("a", i) })
		wg.Go(func() { Name() })
	}
	wg.Wait()
	if Name() != "a" {
		t.Fatal(Name())
	}
}
