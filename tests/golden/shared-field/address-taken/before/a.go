package golden

type Meter struct {
	n int
}

func (m *Meter) Add() { m.n++ }

func (m *Meter) Ref() *int { return &m.n }
