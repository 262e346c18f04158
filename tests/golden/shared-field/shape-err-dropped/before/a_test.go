package golden

import "testing"

func TestClose(t *testing.T) {
	if err := Close([]int{1, 2, 3}); err != nil {
		t.Error(err)
	}
}
