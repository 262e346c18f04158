package main

import (
	"fmt"
	"sync"
)

func main() {
	sum := 0
	for _, x := range []int{1, 2} {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			sum += x
		}()
		wg.Wait()
	}
	for i := 0; i < 2; i++ {
		done := make(chan bool)
		go func() {
			sum += 0 * i
			close(done)
		}()
		<-done
	}
	fmt.Println(sum)
}
