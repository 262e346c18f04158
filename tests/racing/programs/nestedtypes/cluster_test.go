package nestedtypes

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestTags(t *testing.T) {
	c := New(3)
	hammer.Run(9, func(i int) {
		c.Tag(i%3, "zone", "eu")
		if c.TagOf(i%3, "zone") != "eu" || c.Tagged("zone") > 3 {
			t.Error("wrong tag")
		}
	})
	if c.Tagged("zone") != 3 {
		t.Errorf("%d nodes, want 3", c.Tagged("zone"))
	}
}
