package server

import (
	"sync"
	"testing"
)

func TestReload(t *testing.T) {
	s := New(&Config{Host: "a"})
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 100 {
			s.Reload(&Config{Host: "b"})
		}
	})
	for range 100 {
		s.Handle()
	}
	wg.Wait()
	if s.cfg.Host != "b" {
		t.Fatal(s.cfg.Host)
	}
}
