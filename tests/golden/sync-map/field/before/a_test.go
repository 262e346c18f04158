package cache

import (
	"sync"
	"testing"
)

func TestCache(t *testing.T) {
	c := New("a")
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			k := string(rune('a' + i))
			c.Create(k)
			c.Get("a")
			c.Set(k, &Item{n: i})
		})
	}
	wg.Wait()
	c.Sum()
	if got := c.m["b"].n; got != 1 {
		t.Fatal(got)
	}
}
