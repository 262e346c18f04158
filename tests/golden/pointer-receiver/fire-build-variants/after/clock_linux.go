package clock

func (c *clock) set(t int) { c.t = t }
