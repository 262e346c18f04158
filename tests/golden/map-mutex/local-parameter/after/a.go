package golden

import "sync"

func Fill(out map[int]int, n int) {
	var mu sync.Mutex // guards out
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			out[i] = i * i
		})
	}
	wg.Wait()
}
