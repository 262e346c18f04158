package doneearly

import "sync"

// Sums adds up each row on a goroutine of its own.
func Sums(rows [][]int) []int {
	sums := make([]int, len(rows))
	var wg sync.WaitGroup
	for i, row := range rows {
		wg.Add(1)
		go func() {
			sum := 0
			for _, v := range row {
				sum += v
			}
			wg.Done()
			sums[i] = sum
		}()
	}
	wg.Wait()
	return sums
}
