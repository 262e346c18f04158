package clock

import "time"

type Clock struct {
	stop  time.Time
	ticks int
}

func (c *Clock) wg() int { return c.ticks }

func NewClock() *Clock {
	c := &Clock{stop: time.Now()}
	go c.run()
	return c
}

func (c *Clock) run() {
	for range time.Tick(time.Second) {
		c.ticks += c.wg()
	}
}
