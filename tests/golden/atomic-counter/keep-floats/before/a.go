package floats

import "sync"

func sum(parts [][]float64) float64 {
	var wg sync.WaitGroup
	total := 0.0
	for _, part := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, x := range part {
				total += x
			}
		}()
	}
	wg.Wait()
	return total
}
