package main

import (
	"fmt"
	"time"
)

const patience = 1500 * time.Millisecond

func print(numbers <-chan int) {
	for {
		select {
		case n := <-numbers:
			fmt.Print(n, " ")
		case <-time.After(patience):
			fmt.Println("timeout")
			return
		}
	}
}

func work(jobs chan int, wait time.Duration) {
	for i := 0; i < 3; i++ {
		for {
			select {
			case _, ok := <-jobs:
				if ok {
					continue
				}
			case now := <-time.After(wait):
				_ = now
			}
			break
		}
	}
	fmt.Println("no work")
}

func again(jobs chan int) {
	for {
		fmt.Println("again")
	next:
		select {
		case job, ok := <-jobs:
			if ok && job == 0 {
				goto next
			}
			if !ok {
				return
			}
		case <-time.After(patience):
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
