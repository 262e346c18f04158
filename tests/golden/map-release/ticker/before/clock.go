package clock

import "time"

type Clock struct{ tickers map[string]*time.Ticker }

func (c *Clock) Every(name string, d time.Duration) {
	c.tickers[name] = time.NewTicker(d)
}

func (c *Clock) Stop(name string) {
	if t, ok := c.tickers[name]; ok {
		t.Stop()
		delete(c.tickers, name)
	}
}
