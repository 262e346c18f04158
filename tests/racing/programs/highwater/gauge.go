package highwater

type Gauge struct {
	max int
}

func (g *Gauge) Observe(v int) {
	if v > g.max {
		g.max = v
	}
}

func (g *Gauge) Max() int { return g.max }
