package golden

import (
	"sync"
	"testing"
)

func TestMount(t *testing.T) {
	c := NewClient()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { (&Ref{c, "a"}).Mount() })
	}
	wg.Wait()
	c.Close()
}
