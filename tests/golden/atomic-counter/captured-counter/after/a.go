package captured

import (
	"sync"
	"sync/atomic"
)

func count(jobs []func() bool) int {
	var wg sync.WaitGroup
	var n atomic.Int64
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if job() {
				n.Add(1)
			}
		}()
	}
	wg.Wait()
	return int(n.Load())
}
