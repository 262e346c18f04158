package sortedkeys

import (
	"slices"
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestSorted(t *testing.T) {
	n := New()
	hammer.Run(9, func(i int) {
		n.Add(strconv.Itoa(i))
		if !slices.IsSorted(n.Sorted()) {
			t.Error("not sorted")
		}
	})
	if got := len(n.Sorted()); got != 9 {
		t.Errorf("%d names, want 9", got)
	}
}
