package captured

import "testing"

func TestCount(t *testing.T) {
	jobs := make([]func() bool, 64)
	for i := range jobs {
		jobs[i] = func() bool { return true }
	}
	if got := count(jobs); got != len(jobs) {
		t.Logf("%d of %d counted", got, len(jobs))
	}
}
