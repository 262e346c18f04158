package counterpackage

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestServe(t *testing.T) {
	before := Requests()
	hammer.Run(8, func(int) {
		for range 500 {
			Serve()
		}
	})
	if n := Requests() - before; n != 4000 {
		t.Errorf("%d requests, want 4000", n)
	}
	if Rate(2) != float64(Requests())/2 {
		t.Error(Requests(), Rate(2))
	}
}
