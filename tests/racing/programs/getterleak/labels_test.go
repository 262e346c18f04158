package getterleak

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestReadersAndWriters(t *testing.T) {
	l := New()
	hammer.Run(8, func(i int) {
		if i%2 == 0 {
			l.Set("n"+strconv.Itoa(i), "x")
			return
		}
		n := 0
		for range l.All() {
			n++
		}
		if n < 1 || n > 5 {
			t.Errorf("%d labels", n)
		}
	})
	if n := len(l.All()); n != 5 {
		t.Errorf("%d labels, want 5", n)
	}
}
