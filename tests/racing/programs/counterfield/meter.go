package counterfield

type Meter struct {
	count int
}

func (m *Meter) Inc() { m.count++ }

func (m *Meter) Count() int { return m.count }
