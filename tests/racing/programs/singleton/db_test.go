package singleton

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestGet(t *testing.T) {
	got := make([]*DB, 16)
	hammer.Run(16, func(i int) { got[i] = Get() })
	for _, db := range got {
		if db != got[0] {
			t.Fatal("two databases")
		}
	}
}
