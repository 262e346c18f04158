package meter

type meter struct {
	n  int
	in sub
}

type sub struct{ k int }

func (m *meter) add(d int) { m.n += d }

func (s *sub) set(k int) { s.k = k }

func (m *meter) twice(d int) {
	m.add(d)
	m.add(d)
}

func (m *meter) inner(k int) {
	m.in.set(k)
}

func (m *meter) once(d int) { m.add(d) }
