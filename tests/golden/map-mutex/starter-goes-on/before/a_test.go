package golden

import "testing"

func TestOverlap(t *testing.T) {
	if n := Overlap([]string{"a", "b"}); n != 2 {
		t.Fatal(n)
	}
}
