package meter

type meter struct{ n int }

func (m *meter) add(d int) { m.n += d }

func total(ds []int) int {
	var m meter
	for _, d := range ds {
		m.add(d)
	}
	return m.n
}
