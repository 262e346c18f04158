package server

import (
	"sync"
	"testing"
)

func TestStart(t *testing.T) {
	for range 100 {
		s := &Server{quit: make(chan struct{})}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				s.Start()
				s.IsClosed()
				s.Mark()
			})
		}
		wg.Wait()
	}
}
