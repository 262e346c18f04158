package lazyfield

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestParts(t *testing.T) {
	tmpl := New("a,b,c")
	hammer.Run(8, func(int) {
		if n := tmpl.Parts(); n != 3 {
			t.Errorf("%d parts, want 3", n)
		}
	})
}
