package cart

type line struct{ qty int }

func (l *line) add(n int) { l.qty += n }

type cart struct{ lines map[string]line }

func (c *cart) more(sku string, n int) {
	lineEntry := c.lines[sku]
	lineEntry.add(n)
	c.lines[sku] = lineEntry
}
