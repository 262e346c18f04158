package fill

import "sync"

// Fill counts to limit, and no further.
func Fill(workers, limit int) int {
	n := 0
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			take := func() { n++ }
			if n < limit {
				take()
			}
		}()
	}
	wg.Wait()
	return n
}
