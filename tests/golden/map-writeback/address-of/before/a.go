package golden

type C struct {
	n   int
	arr [4]int
}

func (c *C) Inc() { c.n++ }

func f(m map[string]C, arrs map[string][3]int) {
	p := &m["a"]
	q := &m["a"].n
	_ = m["a"].arr[:]
	_ = arrs["a"][1:]
	_, _ = p, q
}
