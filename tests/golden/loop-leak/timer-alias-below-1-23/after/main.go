package main

import (
	ctx "context"
	"fmt"
	clock "time"
)

func wait(jobs chan int) {
	timer := clock.NewTimer(clock.Minute)
	defer timer.Stop()
	for {
		if !timer.Stop() {
			select {
			case <-timer.C:
			default:
			}
		}
		timer.Reset(clock.Minute)
		select {
		case <-jobs:
		case <-timer.C:
			return
		}
	}
}

func ticks(n int) {
	ticker := clock.NewTicker(clock.Second)
	defer ticker.Stop()
	for range ticker.C {
		if n--; n == 0 {
			return
		}
	}
}

func limited(c ctx.Context, limit bool) error {
	if limit {
		var cancel ctx.CancelFunc
		c, cancel = ctx.WithTimeout(c, clock.Second)
		defer cancel()
	}
	return c.Err()
}

func main() {
	go wait(nil)
	go ticks(1)
	fmt.Println(limited(ctx.Background(), true))
}
