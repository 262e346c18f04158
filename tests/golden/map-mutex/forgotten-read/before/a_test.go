package golden

import (
	"sync"
	"testing"
)

func TestHas(t *testing.T) {
	s := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { s.Set(string(rune('a'+i)), i) })
		wg.Go(func() { s.Has("a") })
	}
	wg.Wait()
	if !s.Has("b") {
		t.Fatal()
	}
	s.Delete("b")
}
