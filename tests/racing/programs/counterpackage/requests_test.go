package counterpackage

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestServe(t *testing.T) {
	hammer.Run(8, func(int) {
		for range 500 {
			Serve()
		}
	})
	if Requests() != 4000 || Rate(2) != 2000 {
		t.Error(Requests(), Rate(2))
	}
}
