package workerpool

import "testing"

func TestProcess(t *testing.T) {
	jobs := make([]int, 200)
	for i := range jobs {
		jobs[i] = i
	}
	results := Process(jobs, 4)
	if len(results) != 200 {
		t.Fatalf("%d results, want 200", len(results))
	}
	for _, r := range results {
		if r.value != r.id*r.id {
			t.Errorf("%d: %d", r.id, r.value)
		}
	}
}
