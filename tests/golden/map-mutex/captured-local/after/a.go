package golden

import "sync"

func Measure(ks []string, measure func(string) int) map[string]int {
	var wg sync.WaitGroup
	var mu sync.Mutex // guards out
	out := make(map[string]int, len(ks))
	out[""] = 0
	for _, k := range ks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n := measure(k)
			mu.Lock()
			out[k] = n
			mu.Unlock()
		}()
	}
	wg.Wait()
	delete(out, "")
	return out
}
