package golden

import "testing"

func TestLoad(t *testing.T) {
	if out, err := Load([]int{1, 2, 3}); err != nil || out[2] != 3 {
		t.Error(out, err)
	}
}
