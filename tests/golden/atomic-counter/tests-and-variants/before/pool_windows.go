package pool

func (p *Pool) cpus() int { return p.size / 2 }
