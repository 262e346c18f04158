package nextid

import (
	"sync"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestNextIsUnique(t *testing.T) {
	var s IDs
	var seen sync.Map
	hammer.Run(8, func(int) {
		for range 500 {
			id := s.Next()
			if _, twice := seen.LoadOrStore(id, true); twice {
				t.Errorf("%d twice", id)
				return
			}
		}
	})
}
