package mapcaptured

import (
	"strings"
	"testing"
)

func TestLengths(t *testing.T) {
	var words []string
	for i := range 50 {
		words = append(words, strings.Repeat("x", i+1))
	}
	lengths := Lengths(words)
	if len(lengths) != 50 {
		t.Fatalf("%d words, want 50", len(lengths))
	}
	for word, n := range lengths {
		if n != len(word) {
			t.Errorf("length of %q is %d", word, n)
		}
	}
}
