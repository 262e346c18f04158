package statusfield

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestStatus(t *testing.T) {
	j := &Job{}
	hammer.Run(8, func(i int) {
		if i%2 == 0 {
			j.SetStatus("done")
			return
		}
		if s := j.Status(); s != "" && s != "done" {
			t.Errorf("status %q", s)
		}
	})
	if !j.Done() {
		t.Error("not done")
	}
}
