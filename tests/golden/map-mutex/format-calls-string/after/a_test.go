package tally

import (
	"sync"
	"testing"
)

func TestTally(t *testing.T) {
	tally := New()
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			tally.Vote("ann")
			if tally.Check("bob") == nil {
				t.Error("bob has votes")
			}
		}()
	}
	wg.Wait()
	if got := tally.votes["ann"]; got != 50 {
		t.Errorf("%d votes, not 50", got)
	}
}
