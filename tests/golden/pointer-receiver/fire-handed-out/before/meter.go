package meter

type gauge struct{ n int }

func (g gauge) Set(n int) { g.n = n }

func New() gauge { return gauge{} }
