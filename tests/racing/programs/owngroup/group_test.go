package owngroup

import "testing"

func TestIndex(t *testing.T) {
	words := make([]string, 60)
	for i := range words {
		words[i] = string(rune('a' + i%3))
	}
	index := Index(words)
	for _, word := range []string{"a", "b", "c"} {
		if len(index[word]) != 20 {
			t.Errorf("%q at %d places, want 20", word, len(index[word]))
		}
	}
}
