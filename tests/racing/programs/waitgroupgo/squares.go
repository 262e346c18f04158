package waitgroupgo

import "sync"

// Squares computes the square of each number.
func Squares(numbers []int) map[int]int {
	squares := map[int]int{}
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Go(func() {
			sq := n * n
			squares[n] = sq
		})
	}
	wg.Wait()
	return squares
}
