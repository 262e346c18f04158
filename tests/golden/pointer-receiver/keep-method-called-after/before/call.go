package call

type conf struct{ n int }

func (c conf) run() int { return c.n }

func (c conf) start(n int) int {
	c.n = n
	return c.run()
}

func (c conf) later(n int) func() int {
	c.n = n
	return c.run
}

func (c conf) deferred(n int) {
	c.n = n
	defer c.run()
}
