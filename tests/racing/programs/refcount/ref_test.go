package refcount

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestRelease(t *testing.T) {
	r := New()
	hammer.Run(8, func(int) {
		for range 200 {
			r.Retain()
			r.Release()
		}
	})
	if r.Closed() {
		t.Error("closed too early")
	}
	r.Release()
	if !r.Closed() {
		t.Error("never closed")
	}
}
