package halfguarded

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestInventory(t *testing.T) {
	in := New("north")
	hammer.Run(8, func(i int) {
		if i%2 == 1 {
			for range 200 {
				if in.Stock("bolt") < 0 {
					t.Error("negative stock")
				}
			}
			return
		}
		for range 100 {
			in.Put("bolt", 2)
			if !in.Take("bolt", 1) {
				t.Error("nothing to take")
			}
		}
	})
	if n := in.Stock("bolt"); n != 400 {
		t.Errorf("%d bolts in %s, want 400", n, in.Name())
	}
}
