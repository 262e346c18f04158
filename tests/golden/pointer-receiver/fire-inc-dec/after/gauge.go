package gauge

type gauge struct{ up, down int }

func (g *gauge) rise() {
	g.up++
}

func (g *gauge) fall() {
	g.down--
}

func (g gauge) level() int { return g.up + g.down }
