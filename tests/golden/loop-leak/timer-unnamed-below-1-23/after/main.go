package main

import (
	"fmt"
	"time"
)

func drain(values <-chan int, quit <-chan struct{}) {
	timer := time.NewTimer(1500 * time.Millisecond)
	defer timer.Stop()
	for {
		if !timer.Stop() {
			select {
			case <-timer.C:
			default:
			}
		}
		timer.Reset(1500 * time.Millisecond)
		select {
		case v := <-values:
			fmt.Print(v, " ")
		case <-timer.C:
			fmt.Println("timeout")
			return
		case <-quit:
			fmt.Println("done")
			return
		}
	}
}

// named has a timer that the function stops itself.
func named(values <-chan int) int {
	for {
		timer := time.NewTimer(1500 * time.Millisecond)
		select {
		case v := <-values:
			timer.Stop()
			if v > 2 {
				return v
			}
		case <-timer.C:
			return 0
		}
	}
}

func main() {
	values := make(chan int, 3)
	values <- 1
	values <- 2
	drain(values, nil)
	values <- 3
	quit := make(chan struct{})
	fmt.Print(named(values), " ")
	close(quit)
	drain(nil, quit)
}
