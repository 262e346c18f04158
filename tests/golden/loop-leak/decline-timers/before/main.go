package main

import (
	"errors"
	"fmt"
	"time"
)

func retry(done <-chan bool) error {
	for {
		timer := time.NewTimer(time.Minute)
		select {
		case <-done:
			return errors.New("done")
		case <-timer.C:
			fmt.Println("again")
		}
	}
}

func each(n int) {
	for range n {
		ticks := time.Tick(time.Second)
		<-ticks
	}
}

func tick() <-chan time.Time {
	return time.Tick(time.Second)
}

func backoff(jobs chan int) {
	for wait := time.Second; ; wait *= 2 {
		select {
		case <-jobs:
		case <-time.After(wait):
			return
		}
	}
}

func patience() time.Duration { return time.Minute }

func asked(jobs chan int) {
	for {
		select {
		case <-jobs:
		case <-time.After(patience()):
			return
		}
	}
}

func again(jobs chan int) {
	for {
	next:
		select {
		case job := <-jobs:
			if job == 0 {
				goto next
			}
			break next
		case <-time.After(time.Minute):
		}
	}
}

func main() {
	_ = retry(nil)
	each(1)
	tick()
	backoff(nil)
	asked(nil)
	again(nil)
}
