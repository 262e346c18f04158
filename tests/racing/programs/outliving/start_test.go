package outliving

import (
	"testing"
	"time"
)

func TestStart(t *testing.T) {
	counts := make([]int, 8)
	Start(counts)
	time.Sleep(20 * time.Millisecond)
	for i, n := range counts {
		if n != i && n != 0 {
			t.Errorf("counts[%d] = %d", i, n)
		}
	}
}
