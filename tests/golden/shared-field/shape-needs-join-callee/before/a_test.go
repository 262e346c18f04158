package golden

import "testing"

func TestFill(t *testing.T) {
	counts := make([]int, 8)
	Fill(counts)
	for i, n := range counts {
		if n != i && n != 0 {
			t.Error(i, n)
		}
	}
}
