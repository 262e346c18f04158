package twomaps

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestBimap(t *testing.T) {
	b := New()
	hammer.Run(12, func(i int) {
		name := strconv.Itoa(i)
		b.Add(i, name)
		if b.Name(i) != name || b.Number(name) != i {
			t.Errorf("%d: %q %d", i, b.Name(i), b.Number(name))
		}
	})
}
