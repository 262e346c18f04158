package locals

import "testing"

func TestPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	var m map[string]int
	m["a"] = 1
}
