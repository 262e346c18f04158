package cell

type cell struct{ v int }

func (c *cell) swap(v int) int {
	old := c.v
	c.v = v
	return old
}
