package reads

type clock struct {
	any any
	fn  func(int) int
}

func made(v any, f func(int) int) *clock { return &clock{any: v, fn: f} }

func (c *clock) put(v any)           { c.any = v }
func (c *clock) set(f func(int) int) { c.fn = f }
func (c *clock) is(v any) bool       { return c.any == v }
func (c *clock) call(n int) int      { return c.fn(n) }

func (c *clock) kind() string {
	switch v := c.any.(type) {
	case nil:
		return "nil"
	case string:
		return v
	}
	return "other"
}

func (c *clock) text() string {
	text, _ := c.any.(string)
	return text
}

func (c *clock) last() {
	defer c.fn(0)
	println("last")
}
