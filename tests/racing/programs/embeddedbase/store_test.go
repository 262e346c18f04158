package embeddedbase

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestStore(t *testing.T) {
	s := NewStore("a")
	hammer.Run(8, func(i int) {
		key := strconv.Itoa(i)
		s.Put(key, key+"!")
		if got := s.Get(key); got != key+"!" {
			t.Errorf("Get(%q) = %q", key, got)
		}
	})
	if s.Size() != 8 {
		t.Errorf("Size() = %d, want 8", s.Size())
	}
}
