package racy

import (
	"sync"
	"testing"
)

func TestHits(t *testing.T) {
	h := NewHits()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { h.Add("/") })
	}
	wg.Wait()
}
