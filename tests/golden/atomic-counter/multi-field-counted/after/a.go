package multi

import (
	"sync"
	"sync/atomic"
)

// What is read behind Wait changes no more.
func count(jobs []func() int) (int, int) {
	var wg sync.WaitGroup
	var done atomic.Int64
	var total atomic.Int64
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			total.Add(int64(job()))
			done.Add(1)
		}()
	}
	wg.Wait()
	return int(done.Load()), int(total.Load())
}
