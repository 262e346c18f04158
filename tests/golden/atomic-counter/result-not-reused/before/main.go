package main

import (
	"fmt"
	"sync"
)

func count() int {
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() {
			for range 99 {
				n++
			}
		})
	}
	n++
	n += 2
	wg.Wait()
	return n
}

func main() { fmt.Println(count()) }
