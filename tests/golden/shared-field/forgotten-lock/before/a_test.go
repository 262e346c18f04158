package golden

import (
	"sync"
	"testing"
)

func TestLog(t *testing.T) {
	var l Log
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { l.Add("x") })
		wg.Go(func() { l.Len(); l.Total() })
	}
	wg.Wait()
	if l.Len() != 20 || l.Total() != 20 {
		t.Fatal(l.Len(), l.Total())
	}
}
