package main

import (
	"fmt"
	"os"
	"time"
)

type cache struct {
	ticker *time.Ticker
	done   chan bool
	n      int
}

func newCache() *cache {
	c := &cache{ticker: time.NewTicker(time.Hour), done: make(chan bool)}
	go func() {
		for range c.ticker.C {
			if c.n++; c.n > 9 {
				break
			}
		}
	}()
	go func() {
		for {
			select {
			case <-c.ticker.C:
				c.n++
			case <-c.done:
				return
			}
		}
	}()
	return c
}

func (c *cache) Close() {
	c.ticker.Stop()
	close(c.done)
}

// background runs as long as the program.
func background() {
	go func() {
		for range time.NewTicker(time.Hour).C {
			fmt.Println("still there")
		}
	}()
	ticker := time.NewTicker(time.Minute)
	go func() {
		for range ticker.C {
			fmt.Println("still there")
		}
	}()
}

func watch() {
	ticker := time.NewTicker(time.Minute)
	go func() {
		for range ticker.C {
			if _, err := os.Stat("stop"); err == nil {
				os.Exit(1)
			}
		}
	}()
	time.Sleep(time.Hour)
	ticker.Stop()
}

func main() {
	newCache().Close()
	background()
	watch()
	ticker := time.NewTicker(time.Hour)
	go func() {
		for range ticker.C {
			fmt.Println("tick")
		}
	}()
	time.Sleep(time.Hour)
	ticker.Stop()
}
