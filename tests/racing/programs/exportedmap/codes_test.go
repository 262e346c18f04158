package exportedmap

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
)

func TestCodes(t *testing.T) {
	hammer.Run(8, func(i int) {
		Register(strconv.Itoa(i), i)
		if code, ok := Code(strconv.Itoa(i)); !ok || code != i {
			t.Errorf("Code(%d) = %d, %v", i, code, ok)
		}
	})
}
