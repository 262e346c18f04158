package counter

import (
	"sync"
	"time"
)

var mu sync.Mutex

type counter struct {
	n    int
	tick *time.Ticker
}

func newCounter() *counter {
	c := &counter{tick: time.NewTicker(time.Millisecond)}
	go c.loop()
	return c
}

func (c *counter) loop() {
	for range c.tick.C {
		mu.Lock()
		c.n++
		mu.Unlock()
	}
}

func underLock() int {
	mu.Lock()
	defer mu.Unlock()
	c := newCounter()
	return c.n
}

func calledUnderLock() {
	mu.Lock()
	first()
	mu.Unlock()
}

func first() int {
	c := newCounter()
	return c.n
}

func free() int {
	c := newCounter()
	mu.Lock()
	defer mu.Unlock()
	return c.n
}
