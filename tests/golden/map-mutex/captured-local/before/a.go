package golden

import "sync"

func Measure(ks []string, measure func(string) int) map[string]int {
	var wg sync.WaitGroup
	out := make(map[string]int, len(ks))
	out[""] = 0
	for _, k := range ks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n := measure(k)
			out[k] = n
		}()
	}
	wg.Wait()
	delete(out, "")
	return out
}
