package meter

type meter struct{ n int }

func (m meter) add(d int) { m.n += d }

func (m meter) value() int {
	return m.n
}

func (m meter) with(n int) meter {
	m.n = n
	return m
}
