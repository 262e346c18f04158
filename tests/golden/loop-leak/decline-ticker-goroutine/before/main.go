package main

import (
	"fmt"
	"runtime"
	"time"
)

type cache struct {
	ticker *time.Ticker
	n      int
}

func newCache() *cache {
	c := &cache{ticker: time.NewTicker(time.Hour)}
	go func() {
		for range c.ticker.C {
			c.n++
		}
	}()
	return c
}

func (c *cache) Close() { c.ticker.Stop() }

type poller struct{ n int }

func newPoller() *poller {
	p := &poller{}
	go p.run()
	return p
}

func (p *poller) run() {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for range ticker.C {
		p.n++
	}
}

func (p *poller) Stop() { p.n = 0 }

type purger struct{ n int }

func newPurger() *purger {
	p := new(purger)
	go func() {
		for range time.Tick(time.Hour) {
			p.n++
		}
	}()
	return p
}

func (p *purger) Close() error { return nil }

func local(n int) {
	ticker := time.NewTicker(time.Hour)
	go func() {
		for t := range ticker.C {
			fmt.Println(t)
		}
	}()
	time.Sleep(time.Duration(n))
	ticker.Stop()
}

func each(names []string) {
	for _, name := range names {
		go func() {
			ticker := time.NewTicker(time.Hour)
			for range ticker.C {
				fmt.Println(name)
			}
		}()
	}
}

func main() {
	before := runtime.NumGoroutine()
	for range 10 {
		newCache().Close()
		newPoller().Stop()
		local(1)
		_ = newPurger().Close()
	}
	each([]string{"a"})
	fmt.Println("goroutines left:", runtime.NumGoroutine() >= before+30)
}
