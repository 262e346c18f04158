package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func count() int {
	var wg sync.WaitGroup
	var n atomic.Int64
	for range 3 {
		wg.Go(func() {
			for range 99 {
				n.Add(1)
			}
		})
	}
	n.Add(1)
	n.Add(2)
	wg.Wait()
	return int(n.Load())
}

func main() { fmt.Println(count()) }
