package board

import (
	"sync"
	"testing"
)

func TestBoard(t *testing.T) {
	board := New("ann", "bob")
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			board.Win("ann")
			board.Next()
			board.Points("ann")
		}()
	}
	wg.Wait()
	if got := board.Points("ann"); got != 50 {
		t.Errorf("%d points, not 50", got)
	}
}
