package golden

import (
	"sync"
	"testing"
)

func TestPut(t *testing.T) {
	c := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { c.Put(i, string(rune('a'+i))) })
	}
	wg.Wait()
	if c.ID("a") != 0 || c.Name(1) != "b" {
		t.Fatal(c.ID("a"), c.Name(1))
	}
}
