package golden

import (
	"sync/atomic"
	"testing"
)

func TestSaveAll(t *testing.T) {
	var failed atomic.Int32
	if err := SaveAll([]int{1, 2, 30}, func(error) { failed.Add(1) }); err != nil || failed.Load() != 2 {
		t.Error(err, failed.Load())
	}
}
