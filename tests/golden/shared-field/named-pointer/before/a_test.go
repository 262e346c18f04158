package golden

import (
	"sync"
	"testing"
)

func TestLazy(t *testing.T) {
	var l Lazy
	var wg sync.WaitGroup
	first := l.Get
	conns := make([]*Conn, 20)
	for i := range conns {
		wg.Go(func() { conns[i] = first() })
	}
	wg.Wait()
	for _, c := range conns {
		if c != conns[0] {
			t.Fatal("several")
		}
	}
}
