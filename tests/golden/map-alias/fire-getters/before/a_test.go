package stats

import (
	"sync"
	"testing"
)

func TestLoad(t *testing.T) {
	var s Stats
	if s.Load() != nil {
		t.Fatal("no stats yet")
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range 1000 {
			s.Inc("a")
			Sort()
		}
	}()
	n := 0
	for range 1000 {
		for _, hits := range s.Load() {
			n += hits
		}
		list, _ := Names()
		n += len(list[0])
	}
	wg.Wait()
}
