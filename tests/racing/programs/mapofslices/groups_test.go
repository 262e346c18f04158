package mapofslices

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestGroups(t *testing.T) {
	g := New()
	hammer.Run(10, func(i int) {
		for range 10 {
			g.Add("k", i)
			_ = g.Sum("k")
		}
	})
	if g.Size("k") != 100 || g.Sum("k") != 450 {
		t.Errorf("size %d, sum %d; want 100, 450", g.Size("k"), g.Sum("k"))
	}
}
