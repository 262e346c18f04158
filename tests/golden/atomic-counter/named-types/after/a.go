package named

import (
	"sync/atomic"
	"time"
)

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
	state   atomic.Int32
	flag    atomic.Bool
	timeout atomic.Int64
}

func (c *Conn) Open(f flag, d time.Duration) string {
	c.state.Store(int32(open))
	c.flag.Store(bool(f))
	c.flag.Store(state(c.state.Load()) == open)
	c.timeout.Store(int64(d))
	c.timeout.Store(int64(time.Second))
	if state(c.state.Load()) != idle && bool(flag(c.flag.Load())) && c.timeout.Load() > 0 && time.Duration(c.timeout.Load()) < 3*time.Second {
		return state(c.state.Load()).String()
	}
	return time.Duration(c.timeout.Load()).String()
}
