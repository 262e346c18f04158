package older

import "sync"

func count(jobs []func()) int {
	var wg sync.WaitGroup
	n := 0
	for _, job := range jobs {
		job := job
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
			n++
		}()
	}
	wg.Wait()
	return n
}
