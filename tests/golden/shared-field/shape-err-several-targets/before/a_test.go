package golden

import "testing"

func TestSum(t *testing.T) {
	got := Sum([][]int{{1, 2}, {3, 4}, {5}}, func(err error) {
		if err != nil {
			t.Error(err)
		}
	})
	if got[0] != 3 || got[1] != 7 || got[2] != 5 {
		t.Error(got)
	}
}
