package golden

import "testing"

func TestSquares(t *testing.T) {
	if got := Squares(50); len(got) != 50 {
		t.Fatal(len(got))
	}
}
