package mapcaptured

import "sync"

// Lengths measures each word on a goroutine of its own.
func Lengths(words []string) map[string]int {
	lengths := make(map[string]int, len(words))
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lengths[word] = len(word)
		}()
	}
	wg.Wait()
	return lengths
}
