package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	var hits int
	for range 4 {
		wg.Go(func() {
			for range 50_000 {
				hits++
			}
		})
	}
	wg.Wait()
	fmt.Println(hits)
}
