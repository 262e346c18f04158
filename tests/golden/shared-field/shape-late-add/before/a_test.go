package golden

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestEach(t *testing.T) {
	var sum atomic.Int64
	Each([]int{1, 2, 3}, func(n int) {
		time.Sleep(20 * time.Millisecond)
		sum.Add(int64(n))
	})
	_ = sum.Load()
}
