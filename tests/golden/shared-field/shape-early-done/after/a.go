package golden

import "sync"

func Total(rows [][]int) int {
	total := 0
	for _, row := range rows {
		sum := total
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			if len(row) == 0 {
				return
			}
			for _, n := range row {
				sum += n
			}
			total = sum
		}()
		wg.Wait()
	}
	return 0
}
