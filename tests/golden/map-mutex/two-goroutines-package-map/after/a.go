package golden

import "sync"

var totalsMu sync.RWMutex // guards totals
var totals = map[string]int{}

func Load(as, bs []string) int {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		totalsMu.Lock()
		defer totalsMu.Unlock()
		for _, a := range as {
			totals[a]++
		}
	}()
	go func() {
		defer wg.Done()
		totalsMu.Lock()
		defer totalsMu.Unlock()
		for _, b := range bs {
			totals[b]++
		}
	}()
	wg.Wait()
	totalsMu.RLock()
	n := len(totals)
	totalsMu.RUnlock()
	return n
}
