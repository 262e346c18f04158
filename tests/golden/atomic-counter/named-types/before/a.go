package named

import "time"

type state int32

const (
	idle state = iota
	open
)

func (s state) String() string {
	if s == open {
		return "open"
	}
	return "idle"
}

type flag bool

type Conn struct {
	state   state
	flag    flag
	timeout time.Duration
}

func (c *Conn) Open(f flag, d time.Duration) string {
	c.state = open
	c.flag = f
	c.flag = c.state == open
	c.timeout = d
	c.timeout = time.Second
	if c.state != idle && bool(c.flag) && c.timeout > 0 && c.timeout < 3*time.Second {
		return c.state.String()
	}
	return c.timeout.String()
}
