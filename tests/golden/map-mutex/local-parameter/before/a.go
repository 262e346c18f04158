package golden

import "sync"

func Fill(out map[int]int, n int) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { out[i] = i * i })
	}
	wg.Wait()
}
