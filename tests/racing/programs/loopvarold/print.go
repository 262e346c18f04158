//go:build go1.21

package loopvarold

import "sync"

// Doubles doubles each number concurrently.
func Doubles(numbers []int) []int {
	out := make([]int, len(numbers))
	var wg sync.WaitGroup
	for i, n := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = 2 * n
		}()
	}
	wg.Wait()
	return out
}
