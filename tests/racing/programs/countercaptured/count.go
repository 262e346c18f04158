package countercaptured

import (
	"strings"
	"sync"
)

// Count tells how many of the texts contain the word.
func Count(texts []string, word string) int {
	n := 0
	var wg sync.WaitGroup
	for _, text := range texts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if strings.Contains(text, word) {
				n++
			}
		}()
	}
	wg.Wait()
	return n
}
