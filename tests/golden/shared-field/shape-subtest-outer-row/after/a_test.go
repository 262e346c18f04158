package golden

import (
	"strconv"
	"testing"
)

func TestRows(t *testing.T) {
	var tt *struct{ n, want int }
	for _, tt = range []*struct{ n, want int }{{1, 1}, {2, 4}, {3, 9}} {
		tt := tt
		t.Run(strconv.Itoa(tt.n), func(t *testing.T) {
			t.Parallel()
			if got := tt.n * tt.n; got != tt.want {
				t.Error(got)
			}
		})
	}
}
