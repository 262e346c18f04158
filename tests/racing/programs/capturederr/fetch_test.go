package capturederr

import "testing"

func TestFailures(t *testing.T) {
	texts := make([]string, 60)
	for i := range texts {
		if i%2 == 0 {
			texts[i] = "x"
		}
	}
	if n, err := Failures(texts); n != 30 || err != nil {
		t.Errorf("%d, %v; want 30", n, err)
	}
}
