package golden

import "testing"

func TestLoad(t *testing.T) {
	if n := Load([]string{"a", "b", "a"}, []string{"c", "a", "d"}); n != 4 {
		t.Fatal(n)
	}
}
