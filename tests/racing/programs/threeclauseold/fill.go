//go:build go1.21

package threeclauseold

import "sync"

// Fill writes each index into its place.
func Fill(n int) []int {
	out := make([]int, n+1)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = i
		}()
	}
	wg.Wait()
	return out[:n]
}
