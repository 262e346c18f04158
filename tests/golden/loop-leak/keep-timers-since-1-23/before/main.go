package main

import (
	"errors"
	"fmt"
	"time"
)

func wait(done <-chan bool) error {
	timer := time.NewTimer(time.Minute)
	select {
	case <-done:
		return nil
	case <-timer.C:
		return errors.New("timeout")
	}
}

func ticks(n int) {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		if n--; n == 0 {
			return
		}
	}
	for range time.Tick(time.Second) {
		if n++; n == 0 {
			return
		}
	}
}

func print(numbers <-chan int) {
	for {
		select {
		case n := <-numbers:
			fmt.Print(n, " ")
		case <-time.After(time.Minute):
			fmt.Println("timeout")
			return
		}
	}
}

func main() {
	_ = wait(nil)
	ticks(1)
	print(nil)
}
