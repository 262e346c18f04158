package joined

import (
	"sync"
	"sync/atomic"
)

func total(parts [][]int) int64 {
	var (
		wg  sync.WaitGroup
		sum int64
	)
	for _, part := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, n := range part {
				atomic.AddInt64(&sum, int64(n))
			}
		}()
	}
	wg.Wait()
	return sum
}
