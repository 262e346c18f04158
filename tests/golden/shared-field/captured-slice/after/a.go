package golden

import "sync"

func Squares(n int) []int {
	var wg sync.WaitGroup
	var mu sync.Mutex // guards out
	var out []int
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			out = append(out, i*i)
			mu.Unlock()
		}()
	}
	wg.Wait()
	return out
}
