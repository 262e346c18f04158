package main

import (
	ctx "context"
	"fmt"
	clock "time"
)

func wait(jobs chan int) {
	for {
		select {
		case <-jobs:
		case <-clock.After(clock.Minute):
			return
		}
	}
}

func ticks(n int) {
	for range clock.Tick(clock.Second) {
		if n--; n == 0 {
			return
		}
	}
}

func limited(c ctx.Context, limit bool) error {
	if limit {
		c, _ = ctx.WithTimeout(c, clock.Second)
	}
	return c.Err()
}

func main() {
	go wait(nil)
	go ticks(1)
	fmt.Println(limited(ctx.Background(), true))
}
