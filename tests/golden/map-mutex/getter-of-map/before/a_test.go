package golden

import (
	"sync"
	"testing"
)

func TestItems(t *testing.T) {
	s := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { s.Set(string(rune('a'+i)), i) })
		wg.Go(func() {
			for range s.Items() {
			}
		})
	}
	wg.Wait()
	if n := len(s.Items()); n != 20 {
		t.Fatal(n)
	}
}
