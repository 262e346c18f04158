package multi

import "sync"

// What is read behind Wait changes no more.
func count(jobs []func() int) (int, int) {
	var wg sync.WaitGroup
	done, total := 0, 0
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			total += job()
			done++
		}()
	}
	wg.Wait()
	return done, total
}
