package pool

type Pool struct{ size int }

func (p *Pool) Grow() { p.size++ }
