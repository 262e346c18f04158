package countercaptured

import "testing"

func TestCount(t *testing.T) {
	texts := make([]string, 200)
	for i := range texts {
		texts[i] = "a needle in hay"
	}
	if n := Count(texts, "needle"); n != 200 {
		t.Errorf("%d texts, want 200", n)
	}
}
