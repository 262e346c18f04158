package golden

import "sync"

func Collect(words []string) int {
	counts := make(map[string]int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for _, word := range words {
			counts[word]++
		}
	}()
	wg.Wait()
	return len(counts)
}

func CollectOnChannel(words []string) int {
	counts := make(map[string]int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, word := range words {
			counts[word]++
		}
	}()
	<-done
	counts["all"] = len(words)
	return len(counts)
}
