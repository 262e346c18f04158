package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var wg sync.WaitGroup
	var hits atomic.Int64
	for range 4 {
		wg.Go(func() {
			for range 50_000 {
				hits.Add(1)
			}
		})
	}
	wg.Wait()
	fmt.Println(int(hits.Load()))
}
