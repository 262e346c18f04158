package reloadmap

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestReload(t *testing.T) {
	r := NewRouter(map[string]string{"/": "a"})
	hammer.Run(8, func(i int) {
		if i == 0 {
			r.Reload(map[string]string{"/": "b"})
			return
		}
		if got := r.Backend("/x"); got != "a" && got != "b" {
			t.Errorf("Backend = %q", got)
		}
	})
	if got := r.Backend("/x"); got != "b" {
		t.Errorf("Backend = %q, want b", got)
	}
}
