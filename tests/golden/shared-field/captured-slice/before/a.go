package golden

import "sync"

func Squares(n int) []int {
	var wg sync.WaitGroup
	var out []int
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out = append(out, i*i)
		}()
	}
	wg.Wait()
	return out
}
