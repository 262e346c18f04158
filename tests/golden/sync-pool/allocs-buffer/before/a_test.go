package a

import (
	"strings"
	"testing"
)

var out string

func BenchmarkRender(b *testing.B) {
	parts := []string{strings.Repeat("a", 500), strings.Repeat("b", 2000), strings.Repeat("c", 9000)}
	for range b.N {
		out = render(parts)
	}
}
