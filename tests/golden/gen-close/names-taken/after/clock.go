package clock

import (
	"sync"
	"time"
)

type Clock struct {
	stop      time.Time
	ticks     int
	stopping  chan struct{} // closed by Close
	running   sync.WaitGroup
	closeOnce sync.Once
}

func (c *Clock) wg() int { return c.ticks }

func NewClock() *Clock {
	c := &Clock{stop: time.Now(), stopping: make(chan struct{})}
	c.running.Add(1)
	go c.run()
	return c
}

// Close ends the goroutines of the Clock.
// It may be called more than once.
func (c *Clock) Close() error {
	c.closeOnce.Do(func() {
		if c.stopping != nil {
			close(c.stopping)
		}
		c.running.Wait()
	})
	return nil
}

func (c *Clock) run() {
	defer c.running.Done()
	newTicks := time.Tick(time.Second)
	for {
		select {
		case <-c.stopping:
			return
		case <-newTicks:
			c.ticks += c.wg()
		}
	}
}
