package sliceresults

import (
	"slices"
	"testing"
)

func TestEvens(t *testing.T) {
	numbers := make([]int, 100)
	for i := range numbers {
		numbers[i] = i
	}
	found := Evens(numbers)
	slices.Sort(found)
	if len(slices.Compact(found)) != 50 {
		t.Errorf("%d numbers, want 50", len(found))
	}
}
