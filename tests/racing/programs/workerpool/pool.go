package workerpool

import "sync"

type result struct {
	id    int
	value int
}

// Process squares the jobs with a few workers.
func Process(jobs []int, workers int) []result {
	queue := make(chan int)
	var results []result
	processed := 0
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for job := range queue {
				results = append(results, result{job, job * job})
				processed++
			}
		}()
	}
	for _, job := range jobs {
		queue <- job
	}
	close(queue)
	wg.Wait()
	if processed != len(results) {
		return nil
	}
	return results
}
