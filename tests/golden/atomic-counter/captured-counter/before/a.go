package captured

import "sync"

func count(jobs []func() bool) int {
	var wg sync.WaitGroup
	n := 0
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if job() {
				n++
			}
		}()
	}
	wg.Wait()
	return n
}
