package golden

import "testing"

func TestDouble(t *testing.T) {
	var got int
	var err error
	for name, n := range map[string]int{"one": 1, "two": 2, "three": 3, "four": 4} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err = double(n)
			if err != nil || got != 2*n {
				t.Error(got, err)
			}
		})
	}
}
