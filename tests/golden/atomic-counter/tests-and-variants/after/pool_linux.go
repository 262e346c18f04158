package pool

func (p *Pool) cpus() int { return int(p.size.Load()) }
