package golden

import (
	"sync"
	"testing"
)

func TestEach(t *testing.T) {
	s := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { s.Set(string(rune('a'+i)), i) })
		wg.Go(func() { s.Each(func(k string, v int) { s.Set(k, v) }) })
	}
	wg.Wait()
	n := 0
	s.Each(func(string, int) { n++ })
	if n != 20 {
		t.Fatal(n)
	}
}
