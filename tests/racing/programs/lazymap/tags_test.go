package lazymap

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestTags(t *testing.T) {
	var tags Tags
	hammer.Run(10, func(i int) {
		tag := strconv.Itoa(i)
		tags.Add(tag)
		if !tags.Has(tag) {
			t.Errorf("%q is lost", tag)
		}
	})
	if tags.Len() != 10 {
		t.Errorf("%d tags, want 10", tags.Len())
	}
}
