package t

import "sync"

func early(lists [][]string, limit int) (counts map[string]int) {
	counts = make(map[string]int)
	var wg sync.WaitGroup
	for i, list := range lists {
		if i > limit {
			return counts
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, name := range list {
				counts[name]++
			}
		}()
	}
	wg.Wait()
	return counts
}

func unawaited(lists [][]string) (counts map[string]int) {
	counts = make(map[string]int)
	for _, list := range lists {
		go func() {
			counts[list[0]]++
		}()
	}
	return counts
}
