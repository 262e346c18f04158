package packagestate

import (
	"testing"

	"example.com/racing/internal/hammer"
)

func TestLevel(t *testing.T) {
	hammer.Run(8, func(i int) {
		SetLevel(3)
		if Level() != 3 || !Verbose() {
			t.Error(Level(), Verbose())
		}
	})
}
