package golden

import (
	"strconv"
	"testing"
)

func TestSquares(t *testing.T) {
	var want int
	for n := range 4 {
		want = n * n
		want := want
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			if got := n * n; got != want {
				t.Error(got, want)
			}
		})
	}
}
