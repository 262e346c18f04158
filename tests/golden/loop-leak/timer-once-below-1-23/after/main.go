package main

import (
	"fmt"
	"time"
)

func poll(turns int, done <-chan bool) {
	for range turns {
		select {
		case <-time.After(time.Millisecond):
		case <-done:
			return
		}
	}
}

func wait(turns int, d time.Duration) int {
	n := 0
	for range turns {
		<-time.After(d)
		n++
	}
	return n
}

func receive(values <-chan int) string {
	select {
	case <-time.After(10 * time.Millisecond):
		return "timeout"
	case <-values:
		return "value"
	}
}

func main() {
	fmt.Print(receive(nil), " ", wait(2, time.Millisecond), " ")
	poll(2, nil)
	fmt.Println("done")
}
