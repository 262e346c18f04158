package definedtype

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestRegistry(t *testing.T) {
	r := Registry{}
	hammer.Run(8, func(i int) {
		for range 10 {
			r.Add("a")
		}
	})
	if r.Count("a") != 80 {
		t.Errorf("count %d, want 80", r.Count("a"))
	}
}
