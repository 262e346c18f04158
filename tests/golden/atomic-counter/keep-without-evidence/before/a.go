package plain

type Meter struct{ n int }

func (m *Meter) Hit() { m.n++ }

func (m *Meter) Hits() int { return m.n }
