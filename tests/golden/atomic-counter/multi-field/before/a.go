package multi

import "sync"

// The results and their number.
func process(jobs []func() int) []int {
	var wg sync.WaitGroup
	var results []int
	processed := 0
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results = append(results, job())
			processed++
		}()
	}
	wg.Wait()
	if processed != len(results) {
		return nil
	}
	return results
}

// A sum and its count, read together while both are counted.
func mean(values []int, show func(int)) {
	var wg sync.WaitGroup
	sum, n := 0, 0
	for _, value := range values {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sum += value
			n++
			show(sum / n)
		}()
	}
	wg.Wait()
}

// One decides on the other.
func rounds(values []int) int {
	var wg sync.WaitGroup
	count, round := 0, 0
	for range values {
		wg.Add(1)
		go func() {
			defer wg.Done()
			count++
			if count > 10 {
				round++
			}
		}()
	}
	wg.Wait()
	return round
}
