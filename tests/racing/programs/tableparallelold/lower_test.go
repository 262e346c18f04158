//go:build go1.21

package tableparallelold

import (
	"testing"
	"time"
)

func TestLower(t *testing.T) {
	cases := []struct{ in, want string }{{"A", "a"}, {"B", "b"}, {"C", "c"}}
	for _, tc := range cases {
		go func() {
			if got := Lower(tc.in); got != tc.want {
				panic(got)
			}
		}()
	}
	time.Sleep(10 * time.Millisecond)
}
