package main

import (
	"errors"
	"fmt"
	"time"
)

type command struct{ err error }

func (c *command) Wait() error { return c.err }

func (c *command) Kill() { fmt.Println("killed") }

var errTimeout = errors.New("timeout")

// WaitTimeout stops the timer only where Wait has failed.
func WaitTimeout(c *command, timeout time.Duration) error {
	timer := time.AfterFunc(timeout, func() {
		c.Kill()
	})

	err := c.Wait()
	if err == nil {
		return nil
	}

	if !timer.Stop() {
		return errTimeout
	}

	return err
}

func notify(c *command) {
	timer := time.AfterFunc(time.Minute, c.Kill)
	if err := c.Wait(); err != nil {
		timer.Stop()
	}
	fmt.Println("waited")
}

func main() {
	fmt.Println("done", WaitTimeout(&command{}, 10*time.Millisecond))
	time.Sleep(100 * time.Millisecond)
	if len(errTimeout.Error()) == 0 {
		notify(nil)
	}
}
