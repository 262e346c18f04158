package configpointer

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestURL(t *testing.T) {
	s := New(&Config{"a", "/a"})
	hammer.Run(8, func(i int) {
		for range 200 {
			if i == 0 {
				s.Reload(&Config{"b", "/b"})
				s.Reload(&Config{"a", "/a"})
				continue
			}
			if got := s.URL(); got != "a/a" && got != "b/b" {
				t.Errorf("torn: %s", got)
				return
			}
		}
	})
}
