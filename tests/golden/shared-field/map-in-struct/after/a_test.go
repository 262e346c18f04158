package golden

import (
	"sync"
	"testing"
)

func TestPut(t *testing.T) {
	s := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { s.Put("a", i) })
		wg.Go(func() { s.Add("b") })
		wg.Go(func() { s.Weight("a") })
	}
	wg.Wait()
	s.Rename("one")
	if s.Weight("b") != 20 || s.Name() != "one" {
		t.Fatal()
	}
}
