package golden

import "sync"

var totals = map[string]int{}

func Load(as, bs []string) int {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for _, a := range as {
			totals[a]++
		}
	}()
	go func() {
		defer wg.Done()
		for _, b := range bs {
			totals[b]++
		}
	}()
	wg.Wait()
	return len(totals)
}
