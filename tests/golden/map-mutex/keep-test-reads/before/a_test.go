package golden

import "testing"

func TestAdd(t *testing.T) {
	s := &Store{}
	s.Add("a")
	if s.items["a"] != 1 {
		t.Fatal(s.items)
	}
}
