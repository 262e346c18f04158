package locked

import "sync"

func count(jobs []func() bool) int {
	var (
		mu sync.Mutex
		wg sync.WaitGroup
		n  int
	)
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if job() {
				mu.Lock()
				n++
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	return n
}
