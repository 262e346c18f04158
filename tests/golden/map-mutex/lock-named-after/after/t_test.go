package t

import (
	"sync"
	"testing"
)

func TestSession(t *testing.T) {
	s := newSession()
	var wg sync.WaitGroup
	for fd := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Connect(fd, "x")
			s.Complete()
			s.Drop(fd)
		}()
	}
	wg.Wait()
}
