package reads

import "sync/atomic"

type clock struct {
	any atomic.Pointer[any]
	fn  atomic.Pointer[func(int) int]
}

func made(v any, f func(int) int) *clock {
	clockEntry := &clock{}
	clockEntry.fn.Store(&f)
	clockEntry.any.Store(&v)
	return clockEntry
}

func (c *clock) put(v any)           { c.any.Store(&v) }
func (c *clock) set(f func(int) int) { c.fn.Store(&f) }
func (c *clock) is(v any) bool       { return *c.any.Load() == v }
func (c *clock) call(n int) int      { return (*c.fn.Load())(n) }

func (c *clock) kind() string {
	switch v := (*c.any.Load()).(type) {
	case nil:
		return "nil"
	case string:
		return v
	}
	return "other"
}

func (c *clock) text() string {
	text, _ := (*c.any.Load()).(string)
	return text
}

func (c *clock) last() {
	defer (*c.fn.Load())(0)
	println("last")
}
