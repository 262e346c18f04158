package addinside

import (
	"sync"
	"sync/atomic"
	"time"
)

// Run calls every function, tells when all are on their way, and waits for them.
func Run(functions []func(), started func()) {
	var wg sync.WaitGroup
	for _, f := range functions {
		go func() {
			wg.Add(1)
			defer wg.Done()
			f()
		}()
	}
	started()
	wg.Wait()
}

// Count runs n functions and tells how many have run.
func Count(n int) int64 {
	var ran atomic.Int64
	functions := make([]func(), n)
	for i := range functions {
		functions[i] = func() {
			time.Sleep(2 * time.Millisecond)
			ran.Add(1)
		}
	}
	Run(functions, func() { time.Sleep(time.Millisecond) })
	return ran.Load()
}
