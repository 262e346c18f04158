package counter

import (
	"sync"
	"time"
)

var mu sync.Mutex

type counter struct {
	n         int
	tick      *time.Ticker
	stop      chan struct{} // closed by Close
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func newCounter() *counter {
	c := &counter{tick: time.NewTicker(time.Millisecond), stop: make(chan struct{})}
	c.wg.Add(1)
	go c.loop()
	return c
}

// Close ends the goroutines of the counter and closes what it has opened.
// It may be called more than once.
func (c *counter) Close() error {
	c.closeOnce.Do(func() {
		if c.stop != nil {
			close(c.stop)
		}
		c.wg.Wait()
		if c.tick != nil {
			c.tick.Stop()
		}
	})
	return nil
}

func (c *counter) loop() {
	defer c.wg.Done()
	for {
		select {
		case <-c.stop:
			return
		case <-c.tick.C:
			mu.Lock()
			c.n++
			mu.Unlock()
		}
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
	defer c.Close()
	mu.Lock()
	defer mu.Unlock()
	return c.n
}
