package golden

import "testing"

func TestFetch(t *testing.T) {
	if n, err := Fetch([]int{1, 2, 3}, func(err error) { t.Error(err) }); n != 0 || err != nil {
		t.Error(n, err)
	}
}
