package tableparallel

import (
	"testing"
	"time"
)

func TestUpper(t *testing.T) {
	var got string
	var err error
	for _, tc := range []struct{ name, in, want string }{
		{"one", "a", "A"},
		{"two", "b", "B"},
		{"three", "c", "C"},
		{"four", "d", "D"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err = Upper(tc.in)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
			if got == "" {
				t.Errorf("Upper(%q) is empty, want %q", tc.in, tc.want)
			}
		})
	}
}
