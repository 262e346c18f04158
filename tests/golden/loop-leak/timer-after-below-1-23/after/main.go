package main

import (
	"fmt"
	"time"
)

const patience = 1500 * time.Millisecond

func print(numbers <-chan int) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		if !timer.Stop() {
			select {
			case <-timer.C:
			default:
			}
		}
		timer.Reset(patience)
		select {
		case n := <-numbers:
			fmt.Print(n, " ")
		case <-timer.C:
			fmt.Println("timeout")
			return
		}
	}
}

func work(jobs chan int, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for i := 0; i < 3; i++ {
		for {
			if !timer.Stop() {
				select {
				case <-timer.C:
				default:
				}
			}
			timer.Reset(wait)
			select {
			case _, ok := <-jobs:
				if ok {
					continue
				}
			case now := <-timer.C:
				_ = now
			}
			break
		}
	}
	fmt.Println("no work")
}

func again(jobs chan int) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		fmt.Println("again")
	next:
		if !timer.Stop() {
			select {
			case <-timer.C:
			default:
			}
		}
		timer.Reset(patience)
		select {
		case job, ok := <-jobs:
			if ok && job == 0 {
				goto next
			}
			if !ok {
				return
			}
		case <-timer.C:
		}
	}
}

func main() {
	numbers := make(chan int, 3)
	numbers <- 1
	numbers <- 2
	numbers <- 3
	print(numbers)
	jobs := make(chan int)
	close(jobs)
	work(jobs, time.Second)
	again(jobs)
}
