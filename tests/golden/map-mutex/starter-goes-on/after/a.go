package golden

import "sync"

func Overlap(ks []string) int {
	var mu sync.RWMutex // guards state
	state := map[string]int{}
	done := make(chan int)
	go func() {
		n := 0
		mu.RLock()
		for _, k := range ks {
			n += state[k]
		}
		mu.RUnlock()
		done <- n
	}()
	mu.Lock()
	for _, k := range ks {
		state[k] = 1
	}
	mu.Unlock()
	<-done
	return len(state)
}
