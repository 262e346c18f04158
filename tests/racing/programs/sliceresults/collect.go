package sliceresults

import "sync"

// Evens returns the even numbers, found concurrently.
func Evens(numbers []int) []int {
	var found []int
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if n%2 == 0 {
				found = append(found, n)
			}
		}()
	}
	wg.Wait()
	return found
}
