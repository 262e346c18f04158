package addinside

import "testing"

func TestCount(t *testing.T) {
	if n := Count(30); n > 30 {
		t.Errorf("%d functions have run, want 30", n)
	}
}
