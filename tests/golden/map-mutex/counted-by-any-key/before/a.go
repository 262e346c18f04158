package golden

type counter struct {
	counts map[any]int
}

func (c *counter) next(key any, seen func(int)) int {
	before := c.counts[key]
	c.counts[key] = before + 1
	seen(before)
	return before
}
