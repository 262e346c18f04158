package threeclauseold

import "testing"

func TestFill(t *testing.T) {
	for i, n := range Fill(10) {
		if n != i {
			t.Errorf("out[%d] = %d", i, n)
		}
	}
}
