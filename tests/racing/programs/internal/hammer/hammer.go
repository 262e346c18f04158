// Package hammer runs a function on several goroutines at once.
package hammer

import "sync"

// Run calls f(0) to f(n-1), each on a goroutine of its own, and waits for all of them.
func Run(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			f(i)
		}()
	}
	close(start)
	wg.Wait()
}
