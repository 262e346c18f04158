package mapofstructs

type point struct {
	n   int
	sum float64
}

// Metrics has mean values by name.
type Metrics struct {
	points map[string]point
}

func New() *Metrics { return &Metrics{points: map[string]point{}} }

func (m *Metrics) Observe(name string, v float64) {
	p := m.points[name]
	p.n++
	p.sum += v
	m.points[name] = p
}

func (m *Metrics) Mean(name string) float64 {
	p := m.points[name]
	if p.n == 0 {
		return 0
	}
	return p.sum / float64(p.n)
}

func (m *Metrics) N(name string) int { return m.points[name].n }
