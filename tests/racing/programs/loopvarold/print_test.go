package loopvarold

import "testing"

func TestDoubles(t *testing.T) {
	out := Doubles([]int{1, 2, 3, 4, 5})
	for i, n := range out {
		if n != 2*(i+1) {
			t.Errorf("out[%d] = %d", i, n)
		}
	}
}
