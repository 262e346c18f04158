package golden

import (
	"sync"
	"time"
)

func pause() { time.Sleep(time.Millisecond) }

func Each(ns []int, f func(int)) {
	var wg sync.WaitGroup
	for _, n := range ns {
		wg.Add(1) // one more
		go func() {
			defer wg.Done()
			f(n)
		}()
		pause()
	}
	wg.Wait()
}
