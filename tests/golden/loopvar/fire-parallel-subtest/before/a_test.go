package golden

import "testing"

func TestParallel(t *testing.T) {
	seen := make(chan int, 2)
	t.Cleanup(func() {
		if <-seen == <-seen {
			t.Error("one row ran twice")
		}
	})
	for _, tt := range []struct {
		name string
		n    int
	}{{"a", 1}, {"b", 2}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			seen <- tt.n
		})
	}
	for name := range map[string]bool{"c": true} {
		t.Cleanup(func() { t.Log(name) })
	}
}
