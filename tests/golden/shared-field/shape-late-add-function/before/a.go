package golden

import (
	"sync"
	"time"
)

func worker(f func(), wg *sync.WaitGroup) {
	wg.Add(1)
	defer wg.Done()
	f()
}

func Work(f func()) {
	var wg sync.WaitGroup
	go worker(f, &wg)
	for range 2 {
		go worker(f, &wg)
	}
	time.Sleep(time.Millisecond)
	wg.Wait()
}
