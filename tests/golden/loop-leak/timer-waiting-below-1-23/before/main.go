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

// otherwise has the timer's case first.
func otherwise(done <-chan bool) error {
	timer := time.NewTimer(time.Minute)
	select {
	case <-timer.C:
		return errors.New("timeout")
	case <-done:
		return nil
	}
}

// stopped stops it where it has not fired.
func stopped(done <-chan bool) error {
	timer := time.NewTimer(time.Minute)
	select {
	case <-done:
		timer.Stop()
		return nil
	case <-timer.C:
		return errors.New("timeout")
	}
}

// sleep waits for nothing else.
func sleep() {
	timer := time.NewTimer(time.Minute)
	<-timer.C
	fmt.Println("awake")
}

// fired only goes on when the timer has fired.
func fired(done <-chan bool) {
	timer := time.NewTimer(time.Minute)
	select {
	case <-done:
		timer.Stop()
		return
	case <-timer.C:
	}
	fmt.Println("late")
}

// given is somebody else's now.
func given() *time.Timer {
	timer := time.NewTimer(time.Minute)
	return timer
}

func main() {
	_ = wait(nil)
	_ = otherwise(nil)
	_ = stopped(nil)
	sleep()
	fired(nil)
	given()
}
