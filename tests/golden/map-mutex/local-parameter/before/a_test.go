package golden

import "testing"

func TestFill(t *testing.T) {
	out := map[int]int{}
	Fill(out, 50)
	if len(out) != 50 {
		t.Fatal(len(out))
	}
}
