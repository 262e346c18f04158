package nestedmap

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestVotes(t *testing.T) {
	var v Votes
	hammer.Run(8, func(i int) {
		for range 50 {
			v.Cast("Rome", "a")
			_ = v.Count("Rome", "b")
		}
	})
	if n := v.Count("Rome", "a"); n != 400 {
		t.Errorf("%d votes, want 400", n)
	}
}
