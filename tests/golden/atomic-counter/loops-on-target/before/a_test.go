package limit

import (
	"sync"
	"testing"
)

func TestAcquire(t *testing.T) {
	var l Limit
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 100 {
				l.Acquire(50)
				l.Try(60)
				l.Seen(int64(i))
				l.Double(uint32(i))
			}
		})
	}
	wg.Wait()
	if n, _, _ := l.Report(); n > 60 {
		t.Log(n)
	}
}
